import { assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";
import { syntheticDigits } from "../../../lib/data/mod.ts";
import { pixelStatistics } from "../../../lib/data/statistics.ts";
import { gatherBatch, toDevice } from "../../../lib/model/input.ts";
import { createNetwork } from "../../../lib/model/network.ts";
import { init, tf } from "../../../lib/tensorflow/mod.ts";
import { recomputeStatistics } from "../../../lib/training/weights/batch_statistics.ts";
import { allVariables } from "../../../lib/training/weights/variables.ts";
import { dataset } from "../checkpoints/fixtures.ts";

await init();

const network = {
  channels: [2, 3, 2, 2, 4],
  hidden: 4,
  dropout: 0.5,
  pooling: 2,
} as const;

Deno.test("recomputeStatistics() normalizes like a training batch of all images", async () => {
  const { train } = dataset;
  const digits = toDevice(train);
  const normalization = pixelStatistics(train);
  const model = createNetwork({ ...network, dropout: 0 });
  const images = tf.tidy(() => {
    const all = tf.range(0, train.count, 1, "int32") as tf.Tensor1D;
    return gatherBatch(digits, all, normalization).images;
  });
  const answers = (training: boolean) =>
    tf.tidy(() =>
      Array.from((model.apply(images, { training }) as tf.Tensor).dataSync())
    );
  const expected = answers(true);
  const before = tf.memory().numTensors;
  await recomputeStatistics(model, digits, normalization);
  assertEquals(tf.memory().numTensors, before);
  answers(false).forEach((value, index) =>
    assertAlmostEquals(value, expected[index], 1e-3)
  );
  tf.dispose(images);
  digits.dispose();
  model.dispose();
});

Deno.test("recomputeStatistics() passes over a layer that only names the input's shape", async () => {
  const { train } = dataset;
  const digits = toDevice(train);
  const normalization = pixelStatistics(train);
  const withInput = (first: tf.layers.Layer[]) =>
    tf.sequential({
      layers: [
        ...first,
        tf.layers.flatten({ inputShape: [28, 28, 1] }),
        tf.layers.batchNormalization(),
      ],
    });
  const statistics = [];
  for (
    const first of [[], [tf.layers.inputLayer({ inputShape: [28, 28, 1] })]]
  ) {
    const model = withInput(first);
    await recomputeStatistics(model, digits, normalization);
    statistics.push(model.getWeights().map((w) => [...w.dataSync()]));
    model.dispose();
  }
  assertEquals(statistics[1], statistics[0]);
  digits.dispose();
});

Deno.test("recomputeStatistics() applies no dropout and changes no other weights", async () => {
  const { train } = dataset;
  const digits = toDevice(train);
  const normalization = pixelStatistics(train);
  const model = createNetwork(network);
  const statistics = () =>
    model.layers.flatMap(({ nonTrainableWeights }) => nonTrainableWeights);
  const valuesOf = () =>
    allVariables(model).map((weight) => [...weight.dataSync()]);
  const before = valuesOf();
  await recomputeStatistics(model, digits, normalization);
  const once = valuesOf();
  await recomputeStatistics(model, digits, normalization);
  assertEquals(valuesOf(), once);
  const changed = before.filter((values, index) =>
    values.some((value, i) => value !== once[index][i])
  );
  assertEquals(changed.length, statistics().length);
  digits.dispose();
  model.dispose();
});

Deno.test("recomputeStatistics() needs a sequential model", async () => {
  const input = tf.input({ shape: [28, 28, 1] });
  const output = tf.layers.flatten().apply(input) as tf.SymbolicTensor;
  const model = tf.model({ inputs: input, outputs: output });
  const digits = toDevice(dataset.train);
  await assertRejects(
    () => recomputeStatistics(model, digits, pixelStatistics(dataset.train)),
    RangeError,
    "the model must be sequential: it is ",
  );
  digits.dispose();
  model.dispose();
});

Deno.test("recomputeStatistics() combines all batches, including the short last one", async () => {
  const train = syntheticDigits({ count: 1_100, seed: 1 });
  const digits = toDevice(train);
  const normalization = pixelStatistics(train);
  const model = createNetwork(network);
  await recomputeStatistics(model, digits, normalization);
  const values = tf.tidy(() => {
    const all = tf.range(0, train.count, 1, "int32") as tf.Tensor1D;
    const { images } = gatherBatch(digits, all, normalization);
    const [convolution, rectifier] = model.layers;
    return (rectifier.apply(convolution.apply(images)) as tf.Tensor)
      .dataSync<"float32">();
  });
  // In float64
  const seen = [0, 1].map((channel) =>
    values.filter((_, k) => k % 2 === channel)
  )
    .map((of) => {
      const mean = of.reduce((sum, value) => sum + value, 0) / of.length;
      const squares = of.reduce((sum, value) => sum + (value - mean) ** 2, 0);
      return [mean, squares / of.length];
    });
  const kept = model.getLayer("norm1").nonTrainableWeights
    .flatMap((weight) => [...weight.read().dataSync()]);
  const expected = [0, 1].flatMap((k) => seen.map((each) => each[k]));
  kept.forEach((value, index) =>
    assertAlmostEquals(value, expected[index], 1e-5)
  );
  digits.dispose();
  model.dispose();
});

Deno.test("recomputeStatistics() stops when its signal aborts, and leaves no tensor", async () => {
  const digits = toDevice(syntheticDigits({ count: 1_100, seed: 1 }));
  const model = createNetwork(network);
  const before = tf.memory().numTensors;
  const controller = new AbortController();
  const ended = recomputeStatistics(
    model,
    digits,
    { mean: 0, standardDeviation: 1 },
    controller.signal,
  );
  controller.abort();
  await assertRejects(() => ended, DOMException);
  assertEquals(tf.memory().numTensors, before);
  digits.dispose();
  model.dispose();
});
