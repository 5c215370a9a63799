import { oneLine } from "../../files/errors.ts";
import type { tf } from "../../tensorflow/mod.ts";
import { ADVICE, ModelError } from "../errors.ts";
import type { ModelInfo } from "./model_folder.ts";

/** What `model.json` holds: TensorFlow.js's format, with our metadata. */
export interface ModelJson
  extends Omit<tf.io.ModelJSON, "userDefinedMetadata"> {
  readonly userDefinedMetadata: ModelInfo & {
    /** SHA-256 of the weights' file, in hexadecimal. */
    readonly weightsSha256: string;
  };
}

/** The parts of a `model.json` that was read, checked. */
export interface Artifacts {
  readonly topology: Record<string, unknown>;
  readonly specs: tf.io.WeightsManifestEntry[];
  /** A plain file name. */
  readonly weightsFile: string;
  readonly weightsSha256: string;
  readonly info: ModelInfo;
}

/**
 * Layers, initializers and the like: thirty times those of the network here. To
 * make n layers takes TensorFlow.js a time that grows with n squared.
 */
const MAX_PARTS = 2000;

/**
 * Reads the text of a `model.json`.
 *
 * @param path Its place, for messages.
 * @throws {ModelError} naming the part that is missing or wrong.
 */
export function decodeArtifacts(text: string, path: string): Artifacts {
  const reject = (part: string, requirement: string): never => {
    throw new ModelError(
      `Cannot read "${path}": ${part} must be ${requirement}; ${ADVICE}`,
    );
  };
  const isObject = (value: unknown): value is Record<string, unknown> =>
    typeof value === "object" && value !== null && !Array.isArray(value);
  const isText = (value: unknown): value is string =>
    typeof value === "string" && value === oneLine(value);
  const isCount = (value: unknown): value is number =>
    Number.isSafeInteger(value) && (value as number) >= 0;

  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    reject("its text", "JSON");
  }
  if (!isObject(json)) return reject("its text", "a JSON object");
  const { modelTopology, weightsManifest, userDefinedMetadata } = json;
  if (!isObject(modelTopology)) {
    return reject("modelTopology", "an object, as TensorFlow.js writes it");
  }
  const parts = countParts(modelTopology);
  if (parts > MAX_PARTS) {
    return reject(
      "modelTopology",
      `of at most ${MAX_PARTS} parts: it has ${parts}`,
    );
  }
  const group = Array.isArray(weightsManifest) && weightsManifest.length === 1
    ? weightsManifest[0]
    : undefined;
  if (
    !isObject(group) || !Array.isArray(group.paths) ||
    group.paths.length !== 1 || !isText(group.paths[0]) ||
    !Array.isArray(group.weights)
  ) {
    return reject("weightsManifest", "one group with one path and its weights");
  }
  const weightsFile: string = group.paths[0];
  if (!/^[\w-][\w.-]{0,99}$/.test(weightsFile)) {
    return reject("the path of the weights", "a plain file name");
  }
  for (const spec of group.weights) {
    const valid = isObject(spec) && isText(spec.name) &&
      spec.dtype === "float32" && Array.isArray(spec.shape) &&
      spec.shape.every(isCount) && spec.quantization === undefined;
    if (!valid) reject("each weight", "a float32 tensor with name and shape");
  }
  if (!isObject(userDefinedMetadata)) {
    return reject("userDefinedMetadata", "there, as deno task train writes it");
  }
  const { normalization, recipe, epoch, trainedOn, weightsSha256 } =
    userDefinedMetadata;
  if (
    !isObject(normalization) || !Number.isFinite(normalization.mean) ||
    !((normalization.standardDeviation as number) > 0)
  ) {
    return reject("normalization", "a mean and a positive standardDeviation");
  }
  if (!isText(weightsSha256) || !isText(recipe) || !isText(trainedOn)) {
    return reject("userDefinedMetadata", "complete");
  }
  if (!isCount(epoch)) return reject("epoch", "a whole number from 0");
  return {
    topology: modelTopology,
    specs: group.weights as tf.io.WeightsManifestEntry[],
    weightsFile,
    weightsSha256,
    info: {
      normalization: {
        mean: normalization.mean as number,
        standardDeviation: normalization.standardDeviation as number,
      },
      recipe,
      epoch,
      trainedOn,
    },
  };
}

/** Objects with a class name, however deep: a list in place of the call stack. */
function countParts(topology: Record<string, unknown>): number {
  let parts = 0;
  const left: object[] = [topology];
  for (let next; (next = left.pop()) !== undefined;) {
    if (Object.hasOwn(next, "class_name")) parts++;
    for (const value of Object.values(next)) {
      if (typeof value === "object" && value !== null) left.push(value);
    }
  }
  return parts;
}
