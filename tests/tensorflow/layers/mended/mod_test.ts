import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertRejects,
} from "@std/assert";
import { compile, init, tf } from "../../../../lib/tensorflow/mod.ts";

await init();

// deno-lint-ignore no-explicit-any -- arguments that the stock types lack
type Any = any;
const layers = tf.layers as Any;

function values(tensor: tf.Tensor | tf.Tensor[]): number[] {
  return Array.from([tensor].flat()[0].dataSync());
}

function assertClose(actual: number[], expected: number[]): void {
  assertEquals(actual.length, expected.length);
  actual.forEach((value, i) => assertAlmostEquals(value, expected[i], 1e-5));
}

for (const options of [{ scale: false }, { center: false }]) {
  Deno.test(`batchNormalization(${JSON.stringify(options)}) trains, recorded too`, () => {
    const run = (wrap: (step: (x: tf.Tensor) => tf.Tensor) => Any) => {
      const layer = layers.batchNormalization({ ...options, momentum: 0.9 });
      layer.build([null, 1]);
      const variables = layer.trainableWeights.map((one: Any) => one.read());
      const step = wrap((x) =>
        tf.train.sgd(0.1).minimize(
          () =>
            layer.apply(x, { training: true }).sub(1).square().mean() as Any,
          true,
          variables,
        )!
      );
      const losses = [1, 2].map(() =>
        step(tf.tensor2d([[1], [3]])).dataSync()[0]
      );
      return [...losses, ...layer.getWeights().flatMap(values)];
    };
    const plain = run((step) => step);
    assertClose(run((step) => compile(step)), plain);
    assertClose(plain.slice(-2), [0.38, 1]);
  });
}

Deno.test("conv1d() with causal padding sees the past only", () => {
  for (const dataFormat of ["channelsLast", "channelsFirst"]) {
    const layer = layers.conv1d({
      filters: 1,
      kernelSize: 2,
      dilationRate: 2,
      padding: "causal",
      kernelInitializer: "ones",
      dataFormat,
    });
    const shape = dataFormat === "channelsLast" ? [1, 5, 1] : [1, 1, 5];
    const run = (x: tf.Tensor) => layer.apply(x) as tf.Tensor;
    const x = tf.tensor([1, 2, 3, 4, 5], shape);
    if (dataFormat === "channelsLast") {
      assertEquals(values(run(x)), [1, 2, 4, 6, 8]);
      assertEquals(values(compile(run)(x)), [1, 2, 4, 6, 8]);
    }
    assertEquals(layer.computeOutputShape(shape), shape);
  }
});

Deno.test("gru() with resetAfter computes Keras's recurrence", () => {
  const layer = layers.gru({
    units: 1,
    resetAfter: true,
    recurrentActivation: "sigmoid",
    returnSequences: true,
  });
  layer.apply(tf.zeros([1, 3, 1]));
  assertEquals(layer.getWeights().map((one: tf.Tensor) => one.shape), [
    [1, 3],
    [1, 3],
    [2, 3],
  ]);
  const kernel = [0.5, -0.3, 0.8], recurrent = [0.2, 0.7, -0.6];
  const bias = [[0.1, 0.2, 0.3], [-0.1, 0.4, 0.25]];
  layer.setWeights([
    tf.tensor2d([kernel]),
    tf.tensor2d([recurrent]),
    tf.tensor2d(bias),
  ]);
  const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
  let h = 0;
  const expected = [1, -2, 0.5].map((x) => {
    const [xz, xr, xh] = kernel.map((k, i) => k * x + bias[0][i]);
    const [hz, hr, hh] = recurrent.map((k, i) => k * h + bias[1][i]);
    const [z, r] = [sigmoid(xz + hz), sigmoid(xr + hr)];
    return h = z * h + (1 - z) * Math.tanh(xh + r * hh);
  });
  const x = tf.tensor3d([[[1], [-2], [0.5]]]);
  const run = (x: tf.Tensor) => layer.apply(x) as tf.Tensor;
  assertClose(values(run(x)), expected);
  assertClose(values(compile(run)(x)), expected);
});

for (const name of ["gru", "lstm", "simpleRNN"]) {
  Deno.test(`${name}() with dropout is recorded`, () => {
    const layer = layers[name]({
      units: 2,
      dropout: 0.5,
      recurrentDropout: 0.5,
      ...(name === "gru" && { resetAfter: true }),
    });
    const run = (x: tf.Tensor) =>
      layer.apply(x, { training: true }) as tf.Tensor;
    using recorded = compile(run);
    const x = tf.ones([1, 3, 4]);
    const seen = new Set([1, 2, 3, 4].map(() => values(recorded(x)).join()));
    assert(seen.size > 1);
    assertEquals(run(x).shape, [1, 2]);
  });
}

/** Saves a model as JSON, and loads it. */
async function reload(model: tf.LayersModel): Promise<tf.LayersModel> {
  let saved: Any;
  await model.save(tf.io.withSaveHandler((artifacts) => {
    saved = artifacts;
    return Promise.resolve({ modelArtifactsInfo: {} as Any });
  }));
  const modelTopology = JSON.parse(JSON.stringify(saved.modelTopology));
  return tf.loadLayersModel(tf.io.fromMemory({ ...saved, modelTopology }));
}

const reloadable: Record<string, () => tf.layers.Layer> = {
  "separableConv2d with a depth multiplier": () =>
    layers.separableConv2d({
      filters: 3,
      kernelSize: 2,
      depthMultiplier: 2,
      inputShape: [4, 4, 2],
    }),
  "gru with resetAfter": () =>
    layers.gru({ units: 2, resetAfter: true, inputShape: [4, 3] }),
  "conv1d with causal padding": () =>
    layers.conv1d({
      filters: 2,
      kernelSize: 3,
      padding: "causal",
      inputShape: [5, 2],
    }),
  "batchNormalization without scale": () =>
    layers.batchNormalization({ scale: false, inputShape: [3] }),
};

for (const [name, create] of Object.entries(reloadable)) {
  Deno.test(`a reloaded model predicts the same: ${name}`, async () => {
    const model = tf.sequential({ layers: [create()] });
    const x = tf.randomNormal([
      2,
      ...model.inputs[0].shape.slice(1) as number[],
    ]);
    const again = await reload(model);
    assertClose(
      values(again.predict(x) as tf.Tensor),
      values(model.predict(x) as tf.Tensor),
    );
  });
}

Deno.test("separableConv2d() initializes its pointwise kernel as told", () => {
  const layer = layers.separableConv2d({
    filters: 2,
    kernelSize: 2,
    depthwiseInitializer: "zeros",
    pointwiseInitializer: "ones",
  });
  layer.build([null, 4, 4, 1]);
  assertEquals(values(layer.getWeights()[1]), [1, 1]);
});

/** y = w·x from w = 0, by gradient descent. */
function line(learningRate: number): tf.LayersModel {
  const model = tf.sequential({
    layers: [
      tf.layers.dense({
        units: 1,
        useBias: false,
        kernelInitializer: "zeros",
        inputShape: [1],
      }),
    ],
  });
  model.compile({
    optimizer: tf.train.sgd(learningRate),
    loss: "meanSquaredError",
  });
  return model;
}

Deno.test("earlyStopping() restores the weights of the best epoch", async () => {
  const model = line(1.5);
  const before = tf.memory().numTensors;
  const [x, y] = [tf.ones([1, 1]), tf.ones([1, 1])];
  const { history } = await model.fit(x, y, {
    epochs: 9,
    verbose: 0,
    callbacks: tf.callbacks.earlyStopping(
      { monitor: "loss", patience: 1, restoreBestWeights: true } as Any,
    ),
  });
  assertEquals(history.loss, [1, 4]);
  assertEquals(values(model.getWeights()), [3]);
  tf.dispose([x, y]);
  assertEquals(tf.memory().numTensors, before);
});

Deno.test("sampleWeight weights each example's loss", async () => {
  const [x, y] = [tf.tensor2d([[1], [2]]), tf.tensor2d([[1], [4]])];
  const weights = tf.tensor1d([2, 0.5]);
  // The losses are 1 and 16, so the mean is (2·1 + 0.5·16)/2
  for (const sampleWeight of [weights, [2, 0.5], [weights], [[2, 0.5]]]) {
    if (Array.isArray(sampleWeight) && Array.isArray(sampleWeight[0])) continue;
    const model = line(0.1);
    const before = tf.memory().numTensors;
    const { history } = await model.fit(x, y, {
      sampleWeight,
      epochs: 1,
      verbose: 0,
      shuffle: true,
      validationData: [x, y, weights],
    } as Any);
    assertClose([history.loss[0] as number], [5]);
    // ∂/∂w: (2·(−2) + 0.5·(−16))/2 = −6
    assertClose(values(model.getWeights()), [0.6]);
    const error = 2 * (1 - 0.6) ** 2 + 0.5 * (4 - 1.2) ** 2;
    assertClose([history.val_loss[0] as number], [error / 2]);
    assertEquals(tf.memory().numTensors, before);
  }
  const model = line(0.1);
  const loss = model.evaluate(x, y, { sampleWeight: weights } as Any);
  assertClose(values(loss as tf.Tensor), [5]);
  const plain = model.evaluate(x, y);
  assertClose(values(plain as tf.Tensor), [8.5]);
  await assertRejects(
    () => model.fit(x, y, { sampleWeight: [1] } as Any),
    RangeError,
    "one weight for each of the 2 examples",
  );
});

Deno.test("sampleWeight and classWeight multiply; validationSplit takes its share", async () => {
  const model = tf.sequential({
    layers: [
      tf.layers.dense({
        units: 2,
        activation: "softmax",
        kernelInitializer: "zeros",
        inputShape: [1],
      }),
    ],
  });
  model.compile({
    optimizer: tf.train.sgd(0),
    loss: "categoricalCrossentropy",
  });
  const y = tf.tensor2d([[1, 0], [0, 1], [1, 0], [0, 1]]);
  const { history } = await model.fit(tf.ones([4, 1]), y, {
    sampleWeight: [1, 2, 3, 5],
    classWeight: { 0: 1, 1: 10 },
    validationSplit: 0.5,
    verbose: 0,
    epochs: 1,
  } as Any);
  assertClose([history.loss[0] as number], [Math.LN2 * (1 + 20) / 2]);
  assertClose([history.val_loss[0] as number], [
    Math.LN2 * (3 * 1 + 5 * 10) / 2,
  ]);
});

Deno.test("models of Keras 3 load: shapes, policies, connections and names", async () => {
  const policy = {
    module: "keras",
    class_name: "DTypePolicy",
    config: { name: "float32" },
    registered_name: null,
  };
  const tensor = (layer: string) => ({
    class_name: "__keras_tensor__",
    config: {
      shape: [null, 2],
      dtype: "float32",
      keras_history: [layer, 0, 0],
    },
  });
  const dense = (name: string, input: string) => ({
    module: "keras.layers",
    class_name: "Dense",
    name,
    registered_name: null,
    build_config: { input_shape: [null, 2] },
    config: {
      name,
      trainable: true,
      dtype: policy,
      units: 2,
      activation: "linear",
      use_bias: false,
      kernel_initializer: {
        module: "keras.initializers",
        class_name: "GlorotUniform",
        config: { seed: null },
        registered_name: null,
      },
    },
    inbound_nodes: [{ args: [tensor(input)], kwargs: {} }],
  });
  const modelTopology = {
    keras_version: "3.8.0",
    backend: "tensorflow",
    model_config: {
      module: "keras.src.models.functional",
      class_name: "Functional",
      registered_name: "Functional",
      config: {
        name: "functional_1",
        trainable: true,
        layers: [
          {
            module: "keras.layers",
            class_name: "InputLayer",
            name: "input_layer",
            config: {
              batch_shape: [null, 2],
              dtype: "float32",
              sparse: false,
              name: "input_layer",
            },
            inbound_nodes: [],
          },
          dense("dense_1", "input_layer"),
          dense("dense_2", "dense_1"),
          {
            module: "keras.layers",
            class_name: "Add",
            name: "add_1",
            config: { name: "add_1", trainable: true, dtype: policy },
            inbound_nodes: [{
              args: [[tensor("dense_1"), tensor("dense_2")]],
              kwargs: {},
            }],
          },
        ],
        input_layers: [["input_layer", 0, 0]],
        output_layers: ["add_1", 0, 0],
      },
    },
  };
  const weightSpecs = ["dense_1", "dense_2"].map((name) => ({
    name: `functional_1/${name}/kernel`,
    shape: [2, 2],
    dtype: "float32" as const,
  }));
  const weightData = new Float32Array([1, 2, 3, 4, 2, 0, 0, 2]).buffer;
  const model = await tf.loadLayersModel(
    tf.io.fromMemory({ modelTopology, weightSpecs, weightData } as Any),
  );
  // [1, 1]·[[1, 2], [3, 4]] = [4, 6], and twice that is added
  const y = model.predict(tf.tensor2d([[1, 1]])) as tf.Tensor;
  assertEquals(values(y), [12, 18]);
  assertEquals(
    values((await reload(model)).predict(tf.tensor2d([[1, 1]])) as tf.Tensor),
    [12, 18],
  );
});
