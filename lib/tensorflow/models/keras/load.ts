/** Files of Keras 3. @module */
import { tf } from "../../tfjs.ts";

/** A model's layers, as Keras writes them. */
interface Topology {
  readonly model_config: object;
}

/**
 * Loads a model that Keras 3 has saved as `model.keras`, with its weights, as
 * `tf.loadLayersModel()` does for a path or address that ends in `.keras`. Layers of
 * your own must be registered by `tf.serialization.registerClass()` first. How it was
 * compiled is not read: call `compile()` to train it.
 *
 * @param file The path or `file:` address of the file, or what is in it.
 * @throws {Error} if it is no such file, a part of it is missing or damaged, or
 * TensorFlow.js lacks a layer.
 */
export async function loadKeras(
  file: string | URL | Uint8Array<ArrayBuffer>,
): Promise<tf.LayersModel> {
  const source = file instanceof Uint8Array ? "the model" : `"${file}"`;
  return (await read(file, source)).model;
}

/**
 * The same model for `tf.loadLayersModel()`.
 *
 * @param path What errors call it.
 * @throws {Error} as {@linkcode loadKeras} does.
 */
export async function kerasArtifacts(
  file: string | Uint8Array<ArrayBuffer>,
  path: string,
): Promise<tf.io.ModelArtifacts> {
  const { model, modelTopology } = await read(file, `"${path}"`);
  try {
    // Private; its names are those that loading asks for
    const { data, specs } = await tf.io.encodeWeights(
      (model as unknown as Named).getNamedWeights(),
    );
    return { modelTopology, weightData: data, weightSpecs: specs };
  } finally {
    model.dispose();
  }
}

async function read(
  file: string | URL | Uint8Array<ArrayBuffer>,
  source: string,
): Promise<{ model: tf.LayersModel; modelTopology: Topology }> {
  const bytes = file instanceof Uint8Array
    ? file
    : await readFile(file, source);
  const { readKerasArchive } = await import("./archive.ts");
  const { loadWeightsFile } = await import("./weights.ts");
  const { config, weights } = await readKerasArchive(bytes, source);
  const modelTopology = { model_config: config };
  try {
    const model = await tf.loadLayersModel(tf.io.fromMemory({ modelTopology }));
    await loadWeightsFile(model, weights).catch((error) => {
      model.dispose();
      throw error;
    });
    return { model, modelTopology };
  } catch (cause) {
    throw new Error(`Cannot load ${source}: ${reason(cause)}`, { cause });
  }
}

/** The members of TensorFlow.js's models that are used here. */
interface Named {
  getNamedWeights(): { name: string; tensor: tf.Tensor }[];
}

/** What went wrong, in one line. */
function reason(error: unknown): string {
  const { message } = error as Error;
  const [, layer] = /^Unknown layer: (\w+)/.exec(message) ?? [];
  return layer
    ? `TensorFlow.js must have its layer ${layer}; register a class of that name by tf.serialization.registerClass()`
    : message.split("\n", 1)[0];
}

async function readFile(
  file: string | URL,
  source: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const isAddress = typeof file === "string" && file.startsWith("file:");
  try {
    return await Deno.readFile(isAddress ? new URL(file) : file);
  } catch (error) {
    throw new Error(
      `Cannot load ${source}: it must be a file that can be read: ${
        (error as Error).message
      }`,
      { cause: error },
    );
  }
}
