/**
 * `model.json` in TensorFlow.js's own format: the layers, the file with the weights,
 * and what the project has to know about the model.
 *
 * @module
 */
import * as v from "valibot";
import { classesSchema } from "../../data/classes.ts";
import { DIGIT_CLASSES } from "../../data/digits.ts";
import { integer, jsonObject, line, parseJson } from "../../files/json.ts";
import { tf } from "../../tensorflow/mod.ts";
import { ADVICE, ModelError } from "../errors.ts";
import { normalizationSchema } from "../normalization.ts";

/**
 * Layers, initializers and the like: thirty times as many as our network has. Creating
 * n layers takes TensorFlow.js a time proportional to n squared.
 */
const MAX_PARTS = 2000;

const name = v.pipe(line, v.maxLength(300));

const fileName = v.pipe(
  v.string(),
  v.regex(/^[\w-][\w.-]{0,99}$/, "must be a plain file name"),
);

const weightSpec = v.object({
  name,
  dtype: v.literal("float32"),
  shape: v.array(v.pipe(integer, v.minValue(0))),
  quantization: v.optional(v.never()),
});

const metadata = v.object({
  /** How the model's input was normalized. */
  normalization: normalizationSchema,
  /** The name of the recipe that trained it. */
  recipe: name,
  /** Epochs of training. */
  epoch: v.pipe(integer, v.minValue(0)),
  /** The name of the training data. */
  trainedOn: name,
  /** The names of the classes; the digits 0 to 9 if left out. */
  classes: v.optional(classesSchema, () => [...DIGIT_CLASSES]),
  /** SHA-256 of the file with the weights, in hexadecimal. */
  weightsSha256: name,
});

const modelJson = v.object({
  modelTopology: v.pipe(
    jsonObject,
    v.check(
      (topology) => countParts(topology) <= MAX_PARTS,
      `must have at most ${MAX_PARTS} parts`,
    ),
  ),
  weightsManifest: v.strictTuple([
    v.object({
      paths: v.strictTuple([fileName]),
      weights: v.array(weightSpec),
    }),
  ]),
  userDefinedMetadata: metadata,
});

/** What is saved with the weights, so that a model can be used without its data. */
export type ModelInfo = Readonly<
  Omit<v.InferOutput<typeof metadata>, "weightsSha256">
>;

/** What a model is saved with. */
export type NewModelInfo = Readonly<
  Omit<v.InferInput<typeof metadata>, "weightsSha256">
>;

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
  { topology, specs, weightsFile, weightsSha256, info }:
    & Omit<ModelDescription, "info">
    & { readonly info: NewModelInfo },
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
