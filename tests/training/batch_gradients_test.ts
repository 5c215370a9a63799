import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { pixelStatistics } from "../../lib/data/statistics.ts";
import { createNetwork } from "../../lib/model/network.ts";
import { init, randomState, tf } from "../../lib/tensorflow/mod.ts";
import { batchGradients } from "../../lib/training/batch_gradients.ts";
import { allVariables } from "../../lib/training/weights/variables.ts";
import { dataset, recipe } from "./checkpoints/fixtures.ts";

const normalization = pixelStatistics(dataset.train);

Deno.test("batchGradients() changes no weight, no moving average and no random number", async () => {
  await init();
  const model = createNetwork(recipe.network, 1);
  const values = () => allVariables(model).map((weight) => weight.dataSync());
  const [before, random] = [values(), randomState()];
  const tensors = tf.memory().numTensors;
  const gradients = batchGradients(model, dataset.train, normalization, recipe);
  assertEquals(values(), before);
  assertEquals(randomState(), random);
  assertEquals(
    gradients.map(({ shape }) => shape),
    model.trainableWeights.map(({ shape }) => shape),
  );
  assert(gradients.every((gradient) => gradient.abs().sum().dataSync()[0] > 0));
  tf.dispose(gradients);
  model.dispose();
  assert(tf.memory().numTensors <= tensors + gradients.length);
});

Deno.test("batchGradients() are those of the mean cross-entropy of one batch", async () => {
  await init();
  const network = { ...recipe.network, dropout: 0 };
  const model = createNetwork(network, 1);
  const gradients = batchGradients(model, dataset.train, normalization, recipe);
  // With respect to the logits' bias: the mean of softmax − one-hot
  const { mean, standardDeviation } = normalization;
  const count = recipe.batchSize;
  const expected = tf.tidy(() => {
    const pixels = tf.tensor4d(
      Float32Array.from(dataset.train.images.subarray(0, count * 784)),
      [count, 28, 28, 1],
    );
    const images = pixels.div(255).sub(mean).div(standardDeviation);
    const output = model.apply(images, { training: true }) as tf.Tensor2D;
    const labels = tf.tensor1d(
      Int32Array.from(dataset.train.labels.subarray(0, count)),
      "int32",
    );
    return output.exp().sub(tf.oneHot(labels, 10)).mean(0).dataSync();
  });
  const actual = gradients.at(-1)!.dataSync();
  expected.forEach((value, index) =>
    assertAlmostEquals(actual[index], value, 1e-5)
  );
  tf.dispose(gradients);
  model.dispose();
});
