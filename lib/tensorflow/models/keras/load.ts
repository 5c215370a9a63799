/** Files of Keras 3. @module */
import { tf } from "../../tfjs.ts";

/**
 * Loads a model that Keras 3 has saved as `model.keras`, with its weights. Layers
 * of your own must be registered by `tf.serialization.registerClass()` first. How
 * it was compiled is not read: call `compile()` to train it.
 *
 * @param file The path or `file:` address of the file, or what is in it.
 * @throws {Error} if it is no such file, a part of it is missing or damaged, or
 * TensorFlow.js lacks a layer.
 */
export async function loadKeras(
  file: string | URL | Uint8Array<ArrayBuffer>,
): Promise<tf.LayersModel> {
  const inMemory = file instanceof Uint8Array;
  const source = inMemory ? "the model" : `"${file}"`;
  const bytes = inMemory ? file : await readFile(file, source);
  const { readKerasArchive } = await import("./archive.ts");
  const { loadWeightsFile } = await import("./weights.ts");
  const { config, weights } = await readKerasArchive(bytes, source);
  try {
    const model = await tf.loadLayersModel(
      tf.io.fromMemory({ modelTopology: { model_config: config } }),
    );
    await loadWeightsFile(model, weights).catch((error) => {
      model.dispose();
      throw error;
    });
    return model;
  } catch (cause) {
    throw new Error(`Cannot load ${source}: ${reason(cause)}`, { cause });
  }
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
