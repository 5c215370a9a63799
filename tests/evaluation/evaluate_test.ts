import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertRejects,
} from "@std/assert";
import { createDigits, type Digits, PIXELS } from "../../lib/data/digits.ts";
import { evaluate, Evaluator } from "../../lib/evaluation/evaluate.ts";
import { tf } from "../../lib/tensorflow/mod.ts";

const normalization = { mean: 0.25, standardDeviation: 0.5 };

/** A model whose logit for class k is the normalized pixel k of the first row. */
function firstPixelsModel(): tf.LayersModel {
  const model = tf.sequential({
    layers: [
      tf.layers.flatten({ inputShape: [28, 28, 1] }),
      tf.layers.dense({ units: 10, useBias: false }),
      tf.layers.activation({ activation: "logSoftmax" as never }),
    ],
  });
  tf.tidy(() => model.setWeights([tf.eye(PIXELS, 10)]));
  return model;
}

/** Images that are black but for pixel k of the first row, and their labels. */
function brightPixels(pixels: number[], labels: number[]): Digits {
  const images = new Uint8Array(pixels.length * PIXELS);
  pixels.forEach((pixel, index) => images[index * PIXELS + pixel] = 255);
  return createDigits(images, Uint8Array.from(labels));
}

Deno.test("evaluate() scores each image with the model's normalization", async () => {
  const model = firstPixelsModel();
  const digits = brightPixels([3, 1, 4, 1, 5], [3, 1, 4, 0, 5]);
  const before = tf.memory().numTensors;
  const { loss, correct, count, predictions, logProbabilities } =
    await evaluate(model, digits, normalization, { batchSize: 2 });
  assertEquals(tf.memory().numTensors, before);
  model.dispose();

  assertEquals([correct, count], [4, 5]);
  assertEquals([...predictions], [3, 1, 4, 1, 5]);
  // Logits are 1.5 for the bright pixel and −0.5 for nine dark ones
  const logOfSum = Math.log(Math.exp(1.5) + 9 * Math.exp(-0.5));
  assertAlmostEquals(logProbabilities[3], 1.5 - logOfSum, 1e-6);
  assertAlmostEquals(
    loss,
    logOfSum - (4 * 1.5 - 0.5) / 5,
    1e-6,
  );
});

Deno.test("evaluate() returns the same for any batch size, and reports its progress", async () => {
  const model = firstPixelsModel();
  const digits = brightPixels([0, 1, 2, 3, 4, 5, 6], [0, 0, 0, 3, 4, 5, 6]);
  const seen: number[] = [];
  const small = await evaluate(model, digits, normalization, {
    batchSize: 3,
    onProgress: (done) => void seen.push(done),
  });
  const whole = await evaluate(model, digits, normalization);
  model.dispose();
  assertEquals(seen, [3, 6, 7]);
  assertEquals(small.predictions, whole.predictions);
  assertAlmostEquals(small.loss, whole.loss, 1e-6);
});

Deno.test("Evaluator reads the weights as they are at each call", async () => {
  const model = firstPixelsModel();
  const digits = brightPixels([2], [2]);
  using evaluator = new Evaluator(model, normalization);
  const first = await evaluator.evaluate(digits);
  tf.tidy(() => model.setWeights([tf.zeros([PIXELS, 10])]));
  const second = await evaluator.evaluate(digits);
  model.dispose();
  assert(first.loss < second.loss);
  assertAlmostEquals(second.loss, Math.log(10), 1e-6);
});

Deno.test("evaluate() refuses an empty set and a batch size of 0", async () => {
  const model = firstPixelsModel();
  const empty = brightPixels([], []);
  const one = brightPixels([1], [1]);
  await assertRejects(
    () => evaluate(model, empty, normalization),
    RangeError,
    "at least one image",
  );
  await assertRejects(
    () => evaluate(model, one, normalization, { batchSize: 0 }),
    RangeError,
    "batch size",
  );
  model.dispose();
});

Deno.test("evaluate() stops when its signal aborts, and leaves no tensor", async () => {
  const model = firstPixelsModel();
  const digits = brightPixels([1, 2, 3], [1, 2, 3]);
  const before = tf.memory().numTensors;
  const controller = new AbortController();
  const error = await assertRejects(() =>
    evaluate(model, digits, normalization, {
      batchSize: 1,
      signal: controller.signal,
      onProgress: () => controller.abort(),
    })
  );
  assertEquals(error.name, "AbortError");
  assertEquals(tf.memory().numTensors, before);
  model.dispose();
});

Deno.test("evaluate() answers with as many classes as the network has", async () => {
  const model = tf.sequential({
    layers: [
      tf.layers.flatten({ inputShape: [28, 28, 1] }),
      tf.layers.dense({ units: 300, useBias: false }),
      tf.layers.activation({ activation: "logSoftmax" as never }),
    ],
  });
  tf.tidy(() => model.setWeights([tf.eye(PIXELS, 300)]));
  const images = new Uint8Array(2 * PIXELS);
  images[299] = images[PIXELS + 2] = 255;
  const names = Array.from({ length: 300 }, (_, k) => `class ${k}`);
  const letters = createDigits(images, Int32Array.of(299, 7), names);
  const { predictions, logProbabilities, correct } = await evaluate(
    model,
    letters,
    normalization,
  );
  assertEquals([...predictions], [299, 2]);
  assertEquals([logProbabilities.length, correct], [600, 1]);
  model.dispose();

  const ten = firstPixelsModel();
  await assertRejects(
    () => evaluate(ten, letters, normalization),
    RangeError,
    "it must tell as many classes apart as the images have, 300: current count is 10",
  );
  ten.dispose();
});
