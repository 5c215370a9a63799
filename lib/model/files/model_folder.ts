/**
 * Models on disk in TensorFlow.js's own format: a folder with `model.json` and
 * its weights, which any TensorFlow.js loads.
 *
 * @module
 */
import { join } from "node:path";
import { oneLine } from "../../files/errors.ts";
import { sha256 } from "../../files/sha256.ts";
import { tf } from "../../tensorflow/mod.ts";
import { isTemporary, writeFileAtomically } from "../../files/atomic_file.ts";
import { ADVICE, ModelError, modelFileError } from "../errors.ts";
import type { Normalization } from "../input.ts";
import {
  type Artifacts,
  decodeArtifacts,
  type ModelJson,
} from "./model_json.ts";
import { loadWithin } from "./weight_budget.ts";
import { readModelFile, readWeights } from "./weights_file.ts";

/** What is kept with the weights, so that a model can be used without its data. */
export interface ModelInfo {
  /** How its input was normalized. */
  readonly normalization: Normalization;
  /** The recipe it was trained by. */
  readonly recipe: string;
  /** Epochs of training. */
  readonly epoch: number;
  /** What it was trained on. */
  readonly trainedOn: string;
}

/** A model that was loaded. */
export interface SavedModel {
  readonly model: tf.LayersModel;
  readonly info: ModelInfo;
}

const MODEL_FILE = "model.json";
/** A hundred times what the network here needs. */
const MAX_JSON_BYTES = 1024 * 1024;
/** Values of one image after a layer: eighty times those of the network here. */
const MAX_ACTIVATIONS = 2 ** 20;

/**
 * Saves a model, replacing the one that the folder holds.
 *
 * The weights get a name of their own, made of their digest; `model.json` names
 * them, and its rename is the moment at which the new model replaces the old.
 *
 * @param folder Created where it is missing; its parent must exist.
 * @throws {ModelError} if it can't be written; what was there before stays.
 */
export async function saveModel(
  folder: string,
  model: tf.LayersModel,
  info: ModelInfo,
): Promise<void> {
  try {
    await Deno.mkdir(folder).catch((error) => {
      if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
    });
    await model.save(tf.io.withSaveHandler(async (artifacts) => {
      await writeArtifacts(folder, artifacts, info);
      return {
        modelArtifactsInfo: tf.io.getModelArtifactsInfoForJSON(artifacts),
      };
    }));
  } catch (error) {
    throw modelFileError(
      `Cannot save model "${folder}"`,
      error,
      "make room or choose another folder with --out",
    );
  }
}

async function writeArtifacts(
  folder: string,
  artifacts: tf.io.ModelArtifacts,
  info: ModelInfo,
): Promise<void> {
  const weights = new Uint8Array(
    tf.io.CompositeArrayBuffer.join(artifacts.weightData),
  );
  const digest = await sha256(weights);
  const weightsFile = `weights-${digest.slice(0, 16)}.bin`;
  const json: ModelJson = {
    format: "layers-model",
    generatedBy: `TensorFlow.js ${tf.version["tfjs-layers"]}`,
    convertedBy: null,
    modelTopology: artifacts.modelTopology as Record<string, unknown>,
    weightsManifest: [
      { paths: [weightsFile], weights: artifacts.weightSpecs! },
    ],
    userDefinedMetadata: { ...info, weightsSha256: digest },
  };
  await writeFileAtomically(join(folder, weightsFile), weights);
  await writeFileAtomically(join(folder, MODEL_FILE), JSON.stringify(json));
  for await (const { name } of Deno.readDir(folder)) {
    const old = /^weights-[0-9a-f]{16}\.bin$/.test(name) ||
      isTemporary(name);
    if (old && name !== weightsFile) await Deno.remove(join(folder, name));
  }
}

/**
 * SHA-256 of a saved model's weights, in hexadecimal, as its `model.json` says:
 * {@linkcode loadModel} refuses a model whose weights have another.
 *
 * @throws {ModelError} if `model.json` is missing or damaged.
 */
export async function weightsDigest(folder: string): Promise<string> {
  return (await readDescription(folder)).weightsSha256;
}

/**
 * Loads a model that {@linkcode saveModel} wrote.
 *
 * @throws {ModelError} if it is missing, damaged, or no model of digits.
 */
export async function loadModel(folder: string): Promise<SavedModel> {
  const parts = await readDescription(folder);
  const { topology, specs, info } = parts;
  const weights = await readWeights(folder, parts);
  try {
    const model = await loadWithin(weights.length / 4, {
      modelTopology: topology,
      weightSpecs: specs,
      weightData: weights.buffer,
    });
    try {
      checkShapes(model, folder);
      await tryOut(model);
    } catch (error) {
      model.dispose();
      throw error;
    }
    return { model, info };
  } catch (error) {
    if (error instanceof ModelError) throw error;
    throw new ModelError(
      `Cannot load model "${folder}": ${MODEL_FILE} must describe a model of TensorFlow.js: ${
        oneLine((error as Error).message)
      }; ${ADVICE}`,
      { cause: error },
    );
  }
}

async function readDescription(folder: string): Promise<Artifacts> {
  const path = join(folder, MODEL_FILE);
  const text = new TextDecoder().decode(
    await readModelFile(path, MAX_JSON_BYTES),
  );
  return decodeArtifacts(text, path);
}

function checkShapes(model: tf.LayersModel, folder: string): void {
  const shape = (tensors: tf.SymbolicTensor[]) =>
    oneLine(JSON.stringify(tensors.map((tensor) => tensor.shape)));
  const input = shape(model.inputs);
  const output = shape(model.outputs);
  if (input !== "[[null,28,28,1]]" || output !== "[[null,10]]") {
    throw new ModelError(
      `Cannot load model "${folder}": it must map [null,28,28,1] to [null,10]: current shapes are ${input} and ${output}; ${ADVICE}`,
    );
  }
  for (const { name, outputShape } of layersOf(model)) {
    const values = [outputShape].flat(2)
      .reduce<number>((product, size) => product * (size ?? 1), 1);
    if (values <= MAX_ACTIVATIONS) continue;
    throw new ModelError(
      `Cannot load model "${folder}": each layer must have at most ${MAX_ACTIVATIONS} values an image: layer "${
        oneLine(name)
      }" has ${values}; ${ADVICE}`,
    );
  }
}

/** Its layers, those of models within it too. */
function layersOf({ layers }: tf.LayersModel): tf.layers.Layer[] {
  return layers.flatMap((layer) =>
    layer instanceof tf.LayersModel ? [layer, ...layersOf(layer)] : [layer]
  );
}

/** Lets it answer once: what fails then would fail at each use. */
async function tryOut(model: tf.LayersModel): Promise<void> {
  const answer = tf.tidy(() => model.predict(tf.zeros([1, 28, 28, 1])));
  await (answer as tf.Tensor).data();
  tf.dispose(answer);
}
