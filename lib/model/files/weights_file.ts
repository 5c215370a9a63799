/** The weights of a saved model, checked before TensorFlow.js sees them. @module */
import { dirname, join } from "node:path";
import { fileErrorAs, oneLine } from "../../files/errors.ts";
import { sha256 } from "../../files/sha256.ts";
import { readSmallFile } from "../../files/small_file.ts";
import { tf } from "../../tensorflow/mod.ts";
import { ADVICE, ModelError } from "../errors.ts";
import type { ModelDescription } from "./model_json.ts";

/** A hundred times the size for our largest network. */
const MAX_WEIGHT_BYTES = 64 * 1024 * 1024;

/**
 * Reads the weights that a `model.json` names.
 *
 * @returns The bytes of all weights, float32, one after the other.
 * @throws {ModelError} if the file is outside of the model's folder, does not match
 * its description, or holds values that are not finite.
 */
export async function readWeights(
  folder: string,
  { specs, weightsFile, weightsSha256 }: ModelDescription,
): Promise<Uint8Array<ArrayBuffer>> {
  const path = join(folder, weightsFile);
  await requireInFolder(path, folder);
  const weights = await readModelFile(path, MAX_WEIGHT_BYTES);
  const needed = specs.reduce(
    (sum, { shape }) => sum + 4 * tf.util.sizeFromShape(shape),
    0,
  );
  if (needed !== weights.length) {
    throw new ModelError(
      `Cannot load model "${folder}": "${weightsFile}" must have ${needed} bytes: current value is ${weights.length}; ${ADVICE}`,
    );
  }
  if (await sha256(weights) !== weightsSha256) {
    throw new ModelError(
      `Cannot load model "${folder}": the SHA-256 of "${weightsFile}" must be the one in model.json: it is another, the file is damaged; ${ADVICE}`,
    );
  }
  requireFinite(specs, weights, path);
  return weights;
}

/** @throws {ModelError} naming the first weight that contains NaN or an infinity. */
function requireFinite(
  specs: readonly tf.io.WeightsManifestEntry[],
  weights: Uint8Array<ArrayBuffer>,
  path: string,
): void {
  let offset = 0;
  for (const { name, shape } of specs) {
    const size = tf.util.sizeFromShape(shape);
    const wrong = new Float32Array(weights.buffer, offset, size)
      .find((value) => !Number.isFinite(value));
    if (wrong !== undefined) {
      throw new ModelError(
        `Cannot read "${path}": each weight must be finite: "${
          oneLine(name)
        }" holds ${wrong}; ${ADVICE}`,
      );
    }
    offset += 4 * size;
  }
}

/** @throws {ModelError} if the file can't be read or has more than `maxBytes`. */
export async function readModelFile(
  path: string,
  maxBytes: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const action = `Cannot read "${path}"`;
  try {
    return await readSmallFile(path, maxBytes, action);
  } catch (error) {
    throw fileErrorAs(ModelError, action, error, ADVICE);
  }
}

/** @throws {ModelError} if a link leads out of the folder. */
async function requireInFolder(path: string, folder: string): Promise<void> {
  try {
    const real = await Deno.realPath(path);
    if (dirname(real) === await Deno.realPath(folder)) return;
    throw new ModelError(
      `Cannot read "${path}": it must lie in the model's folder: it leads to "${real}"; ${ADVICE}`,
    );
  } catch (error) {
    throw fileErrorAs(ModelError, `Cannot read "${path}"`, error, ADVICE);
  }
}
