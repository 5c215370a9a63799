import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  type Dataset,
  type Digits,
  loadDigits,
  pixelsOf,
  pixelStatistics,
  syntheticDigits,
  takeDigits,
} from "../../../lib/data/mod.ts";
import { evaluate } from "../../../lib/evaluation/evaluate.ts";
import {
  createNetwork,
  defaultNetwork,
  type NetworkOptions,
} from "../../../lib/model/network.ts";
import { train as trainNetwork } from "../../../lib/training/loop.ts";
import { recipes } from "../../../lib/training/recipes/recipes.ts";
import { compactNetwork } from "../../../lib/widgets/network/compact.ts";
import { networkReader } from "../../../lib/widgets/network/forward.ts";
import { tf } from "../../support/tensorflow.ts";

const networks: Record<string, NetworkOptions> = {
  "the default": defaultNetwork,
  "pooling 3×3 after layer 2": { ...defaultNetwork, poolSize: 3 },
};

/** MNIST's where they are, else digits drawn by the library. */
async function digits(): Promise<Record<"train" | "test", Digits>> {
  if (!Deno.env.has("MNIST_DIR")) {
    return {
      train: syntheticDigits({ count: 3000, seed: 1 }),
      test: syntheticDigits({ count: 300, seed: 2 }),
    };
  }
  const { train, test } = await loadDigits();
  return { train: takeDigits(train, 3000), test: takeDigits(test, 300) };
}

for (const [name, network] of Object.entries(networks)) {
  Deno.test(`networkReader() gives TensorFlow's probabilities: ${name}`, async () => {
    const { train, test } = await digits();
    const normalization = pixelStatistics(train);
    const model = createNetwork(network, 1);
    const recipe = { ...recipes.reference, network, epochs: 1 };
    const source = { kind: "synthetic", name: "digits", place: "here" };
    const dataset = { train, test, source } as Dataset;
    await trainNetwork(model, dataset, recipe, {
      normalization,
    });
    const { logProbabilities } = await evaluate(model, test, normalization);
    const compact = compactNetwork(model, normalization);
    assert(JSON.stringify(compact).length < 40 * 1024);
    const read = networkReader(compact);
    let largest = 0;
    for (let index = 0; index < test.count; index++) {
      read(pixelsOf(test, index)).forEach((probability, k) => {
        const wanted = Math.exp(logProbabilities[10 * index + k]);
        largest = Math.max(largest, Math.abs(probability - wanted));
      });
    }
    model.dispose();
    // Weights of 16 bits; 0.002 to 0.004 were measured
    assert(largest < 0.01, `${largest}`);
  });
}

Deno.test("networkReader() computes the layers of a network of one's own", () => {
  const model = tf.sequential({
    layers: [
      tf.layers.conv2d({
        inputShape: [28, 28, 1],
        filters: 4,
        kernelSize: 5,
        padding: "same",
        activation: "relu",
      }),
      tf.layers.maxPooling2d({ poolSize: 4 }),
      tf.layers.flatten(),
      tf.layers.dropout({ rate: 0.5 }),
      tf.layers.dense({ units: 26, activation: "softmax" }),
    ],
  });
  const pixels = Uint8Array.from({ length: 784 }, (_, k) => k * 7 % 256);
  const read = networkReader(
    compactNetwork(model, { mean: 0.5, standardDeviation: 0.25 }),
  );
  const wanted = tf.tidy(() => {
    const x = tf.tensor4d(pixels, [1, 28, 28, 1], "float32").div(255);
    const answer = model.predict(x.sub(0.5).div(0.25)) as tf.Tensor;
    return answer.dataSync();
  });
  const found = read(pixels);
  assertEquals(found.length, 26);
  found.forEach((probability, k) =>
    assert(Math.abs(probability - wanted[k]) < 0.005)
  );
  model.dispose();
});

Deno.test("compactNetwork() names a layer that the page can't compute", () => {
  const strided = { inputShape: [28, 28, 1], filters: 2, kernelSize: 3 };
  const refused = {
    valid: tf.layers.conv2d({ ...strided, name: "valid" }),
    strides: tf.layers.conv2d({
      ...strided,
      name: "strides",
      padding: "same",
      strides: 2,
    }),
    tanh: tf.layers.dense({
      inputShape: [28],
      units: 2,
      activation: "tanh",
      name: "tanh",
    }),
  };
  for (const [name, layer] of Object.entries(refused)) {
    const model = tf.sequential({ layers: [layer] });
    assertThrows(
      () => compactNetwork(model, { mean: 0, standardDeviation: 1 }),
      RangeError,
      `layer "${name}"`,
    );
    model.dispose();
  }
});
