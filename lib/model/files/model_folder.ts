/**
 * Models on disk in TensorFlow.js's own format: a folder with `model.json` and the
 * weights, which any TensorFlow.js program can load.
 *
 * @module
 */
import { join } from "node:path";
import { isTemporary, writeFileAtomically } from "../../files/atomic_file.ts";
import { fileErrorAs, oneLine } from "../../files/errors.ts";
import { sha256 } from "../../files/sha256.ts";
import { memoryFault, tf } from "../../tensorflow/mod.ts";
import { ADVICE, ModelError } from "../errors.ts";
import { checkModel } from "./check_model.ts";
import {
  formatModelJson,
  type ModelDescription,
  type ModelInfo,
  type NewModelInfo,
  parseModelJson,
} from "./model_json.ts";
import { loadWithin } from "./weight_budget.ts";
import { readModelFile, readWeights } from "./weights_file.ts";

/** A loaded model and what was saved with it. */
export interface SavedModel {
  readonly model: tf.LayersModel;
  readonly info: ModelInfo;
}

const MODEL_FILE = "model.json";
/** A hundred times the size for our network. */
const MAX_JSON_BYTES = 1024 * 1024;

/**
 * Saves a model, replacing the one in the folder.
 *
 * The file of the weights is named after their digest, and `model.json` names that
 * file. Renaming `model.json` into place therefore replaces the old model at once.
 *
 * @param folder Created if it is missing; its parent must exist.
 * @throws {ModelError} if the model can't be written; the old one stays.
 */
export async function saveModel(
  folder: string,
  model: tf.LayersModel,
  info: NewModelInfo,
): Promise<void> {
  try {
    await Deno.mkdir(folder).catch((error) => {
      if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
    });
    await model.save(tf.io.withSaveHandler(async (artifacts) => {
      await writeFiles(folder, artifacts, info);
      return {
        modelArtifactsInfo: tf.io.getModelArtifactsInfoForJSON(artifacts),
      };
    }));
  } catch (error) {
    throw fileErrorAs(
      ModelError,
      `Cannot save model "${folder}"`,
      error,
      "make room or choose another folder with --out",
    );
  }
}

async function writeFiles(
  folder: string,
  { modelTopology, weightSpecs, weightData }: tf.io.ModelArtifacts,
  info: NewModelInfo,
): Promise<void> {
  const weights = new Uint8Array(
    tf.io.CompositeArrayBuffer.join(weightData),
  );
  const weightsSha256 = await sha256(weights);
  const weightsFile = `weights-${weightsSha256.slice(0, 16)}.bin`;
  const json = formatModelJson({
    topology: modelTopology as Record<string, unknown>,
    specs: weightSpecs!,
    weightsFile,
    weightsSha256,
    info,
  });
  await writeFileAtomically(join(folder, weightsFile), weights);
  await writeFileAtomically(join(folder, MODEL_FILE), json);
  await removeOldFiles(folder, weightsFile);
}

/** Removes other models' weights, and temporary files. */
async function removeOldFiles(folder: string, weightsFile: string) {
  for await (const { name } of Deno.readDir(folder)) {
    const old = /^weights-[0-9a-f]{16}\.bin$/.test(name) || isTemporary(name);
    if (old && name !== weightsFile) await Deno.remove(join(folder, name));
  }
}

/**
 * SHA-256 of a saved model's weights, in hexadecimal, according to its `model.json`.
 * {@linkcode loadModel} checks it.
 *
 * @throws {ModelError} if `model.json` is missing or damaged.
 */
export async function weightsDigest(folder: string): Promise<string> {
  return (await readDescription(folder)).weightsSha256;
}

/**
 * Loads a model that {@linkcode saveModel} wrote.
 *
 * @throws {ModelError} if it is missing or damaged, or does not classify images.
 */
export async function loadModel(folder: string): Promise<SavedModel> {
  const description = await readDescription(folder);
  const weights = await readWeights(folder, description);
  try {
    const model = await loadWithin(weights.length / 4, {
      modelTopology: description.topology,
      weightSpecs: description.specs,
      weightData: weights.buffer,
    });
    try {
      await checkModel(model, description.info.classes.length, folder);
    } catch (error) {
      model.dispose();
      throw error;
    }
    return { model, info: description.info };
  } catch (error) {
    if (error instanceof ModelError) throw error;
    const memory = memoryFault(error);
    if (memory !== undefined) {
      throw new ModelError(
        `Cannot load model "${folder}": ${oneLine(memory)}; end other programs`,
        { cause: error },
      );
    }
    throw new ModelError(
      `Cannot load model "${folder}": ${MODEL_FILE} must describe a model of TensorFlow.js: ${
        oneLine((error as Error).message)
      }; ${ADVICE}`,
      { cause: error },
    );
  }
}

async function readDescription(folder: string): Promise<ModelDescription> {
  const path = join(folder, MODEL_FILE);
  return parseModelJson(await readModelFile(path, MAX_JSON_BYTES), path);
}
