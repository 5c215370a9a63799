/** Exports for TensorFlow.js, opened by TensorFlow.js. @module */
import type { Digits } from "../../lib/data/digits.ts";
import { PIXELS } from "../../lib/data/digits.ts";
import type { ExportedFile } from "../../lib/export/format.ts";
import { tf } from "../../lib/tensorflow/mod.ts";
import type { Answers } from "./comparison.ts";

/** TensorFlow.js's loaders by the format. */
export const LOADERS = {
  "tfjs": tf.loadLayersModel,
  "tfjs-graph": tf.loadGraphModel,
} as const;

const BATCH = 250;

/**
 * The answers of an export, on the backend in use.
 *
 * @param files Its `model.json` and the file of the weights.
 */
export async function answersOfTfjs(
  format: keyof typeof LOADERS,
  files: readonly ExportedFile[],
  { images, count, classes }: Pick<Digits, "images" | "count" | "classes">,
): Promise<Answers> {
  const model = await LOADERS[format](inMemory(files));
  const answers = new Float32Array(count * classes.length);
  for (let start = 0; start < count; start += BATCH) {
    const end = Math.min(count, start + BATCH);
    const pixels = images.subarray(start * PIXELS, end * PIXELS);
    const answer = tf.tidy(() =>
      model.predict(
        tf.tensor4d(Float32Array.from(pixels), [end - start, 28, 28, 1]),
      ) as tf.Tensor
    );
    answers.set(await answer.data<"float32">(), start * classes.length);
    answer.dispose();
  }
  model.dispose();
  return answers;
}

function inMemory(files: readonly ExportedFile[]): tf.io.IOHandler {
  const { bytes } = files.find(({ path }) => path === "model.json")!;
  const json: tf.io.ModelJSON = JSON.parse(new TextDecoder().decode(bytes));
  return {
    load: () =>
      tf.io.getModelArtifactsForJSON(json, ([{ paths, weights }]) => {
        const file = files.find(({ path }) => path === paths[0])!;
        return Promise.resolve([weights, file.bytes.buffer]);
      }),
  };
}
