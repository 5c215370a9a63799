import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertLess,
  assertThrows,
} from "@std/assert";
import { syntheticDigits } from "../../lib/data/mod.ts";
import { gatherBatch, toDevice } from "../../lib/model/input.ts";
import { createNetwork, defaultNetwork } from "../../lib/model/network.ts";
import { receptiveFields } from "../../lib/model/receptive_field.ts";
import { init, layers, ops, tf } from "../../lib/tensorflow/mod.ts";
import { trainableVariables } from "../../lib/training/weights/variables.ts";

const normalization = { mean: 0.13, standardDeviation: 0.31 };

Deno.test("createNetwork() has its layers in the documented order", async () => {
  await init();
  const model = createNetwork();
  const conv = ["Conv2D", "ReLU", "BatchNormalization"];
  assertEquals(
    model.layers.map((layer) => layer.getClassName()),
    [
      ...conv,
      ...[...conv, "MaxPooling2D", "Dropout"],
      ...[...conv, "Dropout"],
      ...[...conv, "Dropout"],
      ...[...conv, "GlobalAveragePooling2D", "Dropout"],
      ...["Dense", "ReLU", "BatchNormalization", "Dropout"],
      ...["Dense", "Activation"],
    ],
  );
  assertEquals(model.outputs[0].shape, [null, 10]);
  model.dispose();
});

Deno.test("createNetwork() has fewer than 20,000 parameters", async () => {
  await init();
  const model = createNetwork();
  // 160 + 3·2320 + 4640 convolutions, 1056 + 330 fully connected, and of batch
  // normalization 4·16·2 + 2·32·2 trained and as many averages
  assertEquals(model.countParams(), 13_402 + 256);
  model.dispose();
});

Deno.test("createNetwork() returns log-probabilities", async () => {
  await init();
  const model = createNetwork();
  const sums = tf.tidy(() =>
    (model.predict(tf.randomUniform([4, 28, 28, 1])) as tf.Tensor)
      .exp().sum(1).dataSync()
  );
  for (const sum of sums) assertAlmostEquals(sum, 1, 1e-5);
  model.dispose();
});

Deno.test("createNetwork() starts with weights that depend on the seed alone", async () => {
  await init();
  const weights = (seed: number) => {
    const model = createNetwork(defaultNetwork, seed);
    const values = model.getWeights().map((w) => Array.from(w.dataSync()));
    model.dispose();
    return values;
  };
  assertEquals(weights(1), weights(1));
  assert(weights(1)[0][0] !== weights(2)[0][0]);
});

Deno.test("createNetwork() with fused layers has the values and gradients of stock layers", async () => {
  await init();
  const options = { ...defaultNetwork, dropout: 0 };
  const fused = createNetwork(options, 1, layers);
  const stock = createNetwork(options, 1, tf.layers);
  // Digits, not noise: normalizing near-equal features would magnify rounding
  const digits = toDevice(syntheticDigits({ count: 32, seed: 1 }));
  const { images, labels } = tf.tidy(() =>
    gatherBatch(digits, tf.range(0, 32, 1, "int32"), normalization)
  );
  const [ours, theirs] = [fused, stock].map((model) =>
    tf.tidy(() => {
      const variables = trainableVariables(model);
      const { value, grads } = tf.variableGrads(() => {
        const output = model.apply(images, { training: true }) as tf.Tensor2D;
        return model === fused
          ? ops.sparseCrossEntropy(output, labels).mean() as tf.Scalar
          : tf.oneHot(labels, 10).mul(output).sum(1).mean().neg().asScalar();
      }, variables);
      return [value, ...variables.map(({ name }) => grads[name])]
        .map((tensor) => Array.from(tensor.dataSync()));
    })
  );
  assertEquals(ours.length, theirs.length);
  // Rounding differs by 1e-5 a layer, and moves some units across ReLU's and
  // max pooling's kinks: each variable's gradient as a whole is compared
  ours.forEach((values, i) => {
    const difference = Math.hypot(...values.map((v, j) => v - theirs[i][j]));
    assertLess(difference / Math.hypot(...theirs[i]), 0.05);
  });
  fused.dispose();
  stock.dispose();
  digits.dispose();
  tf.dispose([images, labels]);
});

Deno.test("createNetwork() returns a model that loads with stock layers once it is saved", async () => {
  await init();
  const model = createNetwork();
  let saved: tf.io.ModelArtifacts | undefined;
  await model.save(tf.io.withSaveHandler((artifacts) => {
    saved = artifacts;
    return Promise.resolve({
      modelArtifactsInfo: {
        dateSaved: new Date(0),
        modelTopologyType: "JSON",
      },
    });
  }));
  const loaded = await tf.loadLayersModel(tf.io.fromMemory(saved!));
  assertEquals(
    loaded.layers.map((layer) => layer.constructor.name === "Conv2D"),
    model.layers.map((layer) => layer.getClassName() === "Conv2D"),
  );
  const image = tf.randomUniform([2, 28, 28, 1]);
  const [a, b] = [model, loaded].map((one) =>
    tf.tidy(() => (one.predict(image) as tf.Tensor).dataSync())
  );
  a.forEach((value, i) => assertAlmostEquals(value, b[i], 1e-5));
  image.dispose();
  model.dispose();
  loaded.dispose();
});

Deno.test("createNetwork() takes the size of the max pooling from its options", () => {
  const model = createNetwork({ ...defaultNetwork, poolSize: 3 });
  assertEquals(model.getLayer("pool2").outputShape, [null, 9, 9, 16]);
  assertEquals(receptiveFields(model).get("conv5"), [25, 25]);
  model.dispose();
});

Deno.test("createNetwork() refuses max pooling out of range", () => {
  const refused = [
    { pooling: 0 },
    { pooling: 5 },
    { poolSize: 1 },
    { poolSize: 2.5 },
    { poolSize: 8 },
  ];
  for (const options of refused) {
    assertThrows(
      () => createNetwork({ ...defaultNetwork, ...options }),
      RangeError,
      `current value is ${Object.values(options)[0]}`,
    );
  }
});

Deno.test("createNetwork() takes the place of the max pooling from its options", () => {
  const model = createNetwork({ ...defaultNetwork, pooling: 3 });
  const names = model.layers.map(({ name }) => name);
  const at = names.indexOf("pool3");
  assertEquals(names.slice(at - 1, at + 2), ["norm3", "pool3", "dropout3"]);
  assertEquals(names.filter((name) => /^pool[1-4]$/.test(name)), ["pool3"]);
  assertEquals(model.layers[at - 1].outputShape, [null, 28, 28, 16]);
  assertEquals(model.layers[at].outputShape, [null, 14, 14, 16]);
  model.dispose();
});

Deno.test("createNetwork() has an output for each class", () => {
  for (const classes of [2, 26, 1000]) {
    const model = createNetwork({ ...defaultNetwork, classes });
    assertEquals(model.outputs[0].shape, [null, classes]);
    model.dispose();
  }
  for (const classes of [1, 1001, 2.5]) {
    assertThrows(
      () => createNetwork({ ...defaultNetwork, classes }),
      RangeError,
      "the number of classes must be a whole number from 2 to 1000",
    );
  }
});
