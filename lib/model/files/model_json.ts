/**
 * `model.json` in TensorFlow.js's own format: the layers, the file with the weights,
 * and what the project has to know about the model.
 *
 * @module
 */
import * as v from "valibot";
import {
  type Fields,
  isObject,
  list,
  must,
  mustBe,
  object,
  parseJson,
  type Schema,
  text,
  whole,
} from "../../files/json.ts";
import { tf } from "../../tensorflow/mod.ts";
import { ADVICE, ModelError } from "../errors.ts";
import { type Normalization, normalizationSchema } from "../normalization.ts";

/** What is saved with the weights, so that a model can be used without its data. */
export interface ModelInfo {
  /** How the model's input was normalized. */
  readonly normalization: Normalization;
  /** The name of the recipe that trained it. */
  readonly recipe: string;
  /** Epochs of training. */
  readonly epoch: number;
  /** The name of the training data. */
  readonly trainedOn: string;
}

/** What a checked `model.json` says. */
export interface ModelDescription {
  /** TensorFlow.js's description of the layers. */
  readonly topology: Record<string, unknown>;
  /** Names and shapes of the weights, in the order of their file. */
  readonly specs: tf.io.WeightsManifestEntry[];
  /** A plain file name in the same folder. */
  readonly weightsFile: string;
  /** SHA-256 of that file, in hexadecimal. */
  readonly weightsSha256: string;
  readonly info: ModelInfo;
}

/** The text of a `model.json`. */
export function formatModelJson(
  { topology, specs, weightsFile, weightsSha256, info }: ModelDescription,
): string {
  return JSON.stringify({
    format: "layers-model",
    generatedBy: `TensorFlow.js ${tf.version["tfjs-layers"]}`,
    convertedBy: null,
    modelTopology: topology,
    weightsManifest: [{ paths: [weightsFile], weights: specs }],
    userDefinedMetadata: { ...info, weightsSha256 },
  });
}

/**
 * Reads the text of a `model.json`.
 *
 * @param path The file's path, for messages.
 * @throws {ModelError} naming the part that is missing or wrong.
 */
export function parseModelJson(
  json: Uint8Array,
  path: string,
): ModelDescription {
  const { modelTopology, weightsManifest, userDefinedMetadata } = parseJson(
    json,
    modelJson,
    (fault) => new ModelError(`Cannot read "${path}": ${fault}; ${ADVICE}`),
  );
  const [{ paths: [weightsFile], weights }] = weightsManifest;
  const { weightsSha256, ...info } = userDefinedMetadata;
  return {
    topology: modelTopology,
    specs: weights,
    weightsFile,
    weightsSha256,
    info,
  };
}

/**
 * Layers, initializers and the like: thirty times as many as our network has. Creating
 * n layers takes TensorFlow.js a time proportional to n squared.
 */
const MAX_PARTS = 2000;

const topology = v.pipe(
  v.custom<Record<string, unknown>>(isObject, mustBe("an object")),
  v.check(
    (topology) => countParts(topology) <= MAX_PARTS,
    ({ input }) =>
      `must have at most ${MAX_PARTS} parts: it has ${countParts(input)}`,
  ),
);

const name = text(0, 300);

const weightSpec = object({
  name,
  dtype: must("float32", v.literal("float32")),
  shape: list(whole(0)),
  quantization: v.optional(must("left out", v.never())),
});

const plainFileName = must(
  "a plain file name",
  v.pipe(v.string(), v.regex(/^[\w-][\w.-]{0,99}$/)),
);

const metadata = object<Fields<ModelInfo & { weightsSha256: string }>>({
  normalization: normalizationSchema,
  recipe: name,
  epoch: whole(0),
  trainedOn: name,
  weightsSha256: name,
});

const modelJson: Schema<{
  readonly modelTopology: Record<string, unknown>;
  readonly weightsManifest: {
    readonly paths: string[];
    readonly weights: tf.io.WeightsManifestEntry[];
  }[];
  readonly userDefinedMetadata: ModelInfo & { readonly weightsSha256: string };
}> = object({
  modelTopology: topology,
  weightsManifest: list(
    object({ paths: list(plainFileName, 1, 1), weights: list(weightSpec) }),
    1,
    1,
  ),
  userDefinedMetadata: metadata,
});

/** Counts the objects with a class name, at any depth. */
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
