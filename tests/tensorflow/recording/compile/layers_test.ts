import { assert, assertEquals } from "@std/assert";
import { compile, setRandomSeed } from "../../../../lib/tensorflow/mod.ts";
import { alive, assertCloseTensor, tf } from "../../../support/tensorflow.ts";

const { layers } = tf;
const same = { padding: "same" } as const;
const conv = { filters: 2, kernelSize: 3, ...same };
const recurrent = { units: 3, returnSequences: true } as const;

type Cases = [make: () => tf.layers.Layer, shape: number[]][];

/** Those that TensorFlow.js lacks. */
const added: Cases = [
  [() => layers.normalization(), [3]],
  [() => layers.unitNormalization(), [3]],
  [() => layers.rmsNormalization(), [4, 3]],
  [() => layers.groupNormalization({ groups: 2 }), [3, 3, 4]],
  [() => layers.zeroPadding1d(), [3, 2]],
  [() => layers.zeroPadding3d(), [2, 3, 2, 2]],
  [() => layers.cropping1d({ cropping: [1, 0] }), [3, 2]],
  [() => layers.cropping3d(), [3, 4, 3, 2]],
  [() => layers.upSampling1d(), [3, 2]],
  [() => layers.upSampling3d(), [2, 3, 2, 2]],
  [() => layers.globalAveragePooling3d(), [2, 3, 2, 2]],
  [() => layers.globalMaxPooling3d(), [2, 3, 2, 2]],
  [() => layers.adaptiveAveragePooling1d({ outputSize: 2 }), [5, 2]],
  [() => layers.adaptiveAveragePooling2d({ outputSize: 2 }), [5, 3, 2]],
  [() => layers.adaptiveAveragePooling3d({ outputSize: 2 }), [5, 3, 2, 2]],
  [() => layers.adaptiveMaxPooling1d({ outputSize: 2 }), [5, 2]],
  [() => layers.adaptiveMaxPooling2d({ outputSize: 2 }), [5, 3, 2]],
  [() => layers.adaptiveMaxPooling3d({ outputSize: 2 }), [5, 3, 2, 2]],
  [() => layers.identity(), [3]],
  [() => layers.activityRegularization({ l1: 1 }), [3]],
  [() => layers.spatialDropout2d({ rate: 0.4 }), [3, 2, 8]],
  [() => layers.spatialDropout3d({ rate: 0.4 }), [3, 2, 2, 8]],
  [() => layers.conv1dTranspose({ filters: 2, kernelSize: 3 }), [4, 2]],
  [() => layers.depthwiseConv1d({ kernelSize: 3 }), [6, 2]],
  [() => layers.separableConv1d({ filters: 2, kernelSize: 3 }), [6, 2]],
  [
    () => layers.einsumDense({ equation: "abc,cd->abd", outputShape: [3, 2] }),
    [3, 4],
  ],
  [() => layers.randomFlip(), [3, 2, 1]],
  [() => layers.randomContrast({ factor: 0.5 }), [3, 2, 1]],
  [() => layers.randomBrightness({ factor: 0.5 }), [3, 2, 1]],
  [() => layers.randomRotation({ factor: 0.5 }), [3, 2, 1]],
  [() => layers.randomZoom({ heightFactor: 0.5 }), [3, 2, 1]],
  [
    () => layers.randomTranslation({ heightFactor: 0.5, widthFactor: 0.5 }),
    [3, 2, 1],
  ],
  [() => layers.discretization({ binBoundaries: [-1, 0, 1] }), [5]],
  [() => layers.attention({ useScale: true }), [3, 4]],
  [() => layers.additiveAttention(), [3, 4]],
  [
    () =>
      layers.groupQueryAttention({
        headDim: 2,
        numQueryHeads: 4,
        numKeyValueHeads: 2,
      }),
    [3, 4],
  ],
];

/** Every layer of the package with the shape of one example. */
const cases: Cases = [
  [() => layers.activation({ activation: "tanh" }), [3]],
  [() => layers.elu(), [3]],
  [() => layers.leakyReLU(), [3]],
  [() => layers.prelu(), [3]],
  [() => layers.reLU(), [3]],
  [() => layers.reLU({ maxValue: 0.5 }), [3]],
  [() => layers.softmax(), [3]],
  [() => layers.thresholdedReLU(), [3]],
  [() => layers.dense({ units: 4, activation: "relu" }), [3]],
  [() => layers.dropout({ rate: 0.4 }), [8]],
  [() => layers.spatialDropout1d({ rate: 0.4 }), [4, 5]],
  [() => layers.gaussianNoise({ stddev: 0.5 }), [8]],
  [() => layers.gaussianDropout({ rate: 0.4 }), [8]],
  [() => layers.alphaDropout({ rate: 0.4 }), [8]],
  [() => layers.flatten(), [2, 3]],
  [() => layers.permute({ dims: [2, 1] }), [2, 3]],
  [() => layers.repeatVector({ n: 2 }), [3]],
  [() => layers.reshape({ targetShape: [3, 2] }), [6]],
  [() => layers.masking(), [3, 2]],
  [() => layers.batchNormalization(), [4]],
  [() => layers.batchNormalization(), [4, 4, 3]],
  [() => layers.layerNormalization(), [4]],
  [() => layers.conv1d(conv), [6, 2]],
  [() => layers.conv2d({ ...conv, strides: 2 }), [6, 6, 2]],
  [() => layers.conv2dTranspose({ ...conv, strides: 2 }), [4, 4, 2]],
  [() => layers.conv3d(conv), [4, 4, 4, 2]],
  [() => layers.depthwiseConv2d({ kernelSize: 3 }), [6, 6, 2]],
  [() => layers.separableConv2d(conv), [6, 6, 2]],
  [() => layers.cropping2D({ cropping: [[1, 0], [1, 1]] }), [4, 4, 2]],
  [() => layers.zeroPadding2d({ padding: 1 }), [3, 3, 2]],
  [() => layers.upSampling2d({}), [3, 3, 2]],
  [() => layers.averagePooling1d({ poolSize: 2 }), [6, 2]],
  [() => layers.averagePooling2d({ poolSize: 2 }), [6, 6, 2]],
  [() => layers.averagePooling3d({ poolSize: 2 }), [4, 4, 4, 2]],
  [() => layers.maxPooling1d({ poolSize: 2 }), [6, 2]],
  [() => layers.maxPooling2d({ poolSize: 2 }), [6, 6, 2]],
  [() => layers.maxPooling3d({ poolSize: 2 }), [4, 4, 4, 2]],
  [() => layers.globalAveragePooling1d({}), [6, 2]],
  [() => layers.globalAveragePooling2d({}), [6, 6, 2]],
  [() => layers.globalMaxPooling1d({}), [6, 2]],
  [() => layers.globalMaxPooling2d({}), [6, 6, 2]],
  [() => layers.simpleRNN(recurrent), [2, 2]],
  [() => layers.gru(recurrent), [2, 2]],
  [() => layers.lstm(recurrent), [2, 2]],
  [
    () =>
      layers.rnn({
        cell: [layers.gruCell({ units: 2 }), layers.lstmCell({ units: 3 })],
      }),
    [2, 2],
  ],
  [
    () =>
      layers.bidirectional({
        layer: layers.gru(recurrent) as tf.RNN,
        mergeMode: "concat",
      }),
    [2, 2],
  ],
  [() => layers.timeDistributed({ layer: layers.dense({ units: 2 }) }), [3, 2]],
  [() => layers.convLstm2d(conv), [2, 4, 4, 2]],
  [() => layers.rescaling({ scale: 2, offset: 1 }), [3]],
  [() => layers.centerCrop({ height: 2, width: 2 }), [4, 4, 2]],
  ...added,
];

const BATCH = 2;
// Other kernels and another order of sums: a few units in the last place for
// numbers near one, more after a recurrence
const TOLERANCE = 2e-5;

/** A model of one layer. */
function modelOf(layer: tf.layers.Layer, shape: number[]): tf.LayersModel {
  const input = tf.input({ shape });
  const outputs = layer.apply(input) as tf.SymbolicTensor;
  return tf.model({ inputs: input, outputs });
}

/** The outputs in training and inference, and the gradients. */
function outputAndGradients(model: tf.LayersModel, x: tf.Tensor) {
  const apply = (training: boolean) => {
    const y = model.apply(x, { training }) as tf.Tensor;
    // Cropping by image operations has no gradient, and some are int32
    return y.toFloat();
  };
  const weights = model.trainableWeights.map(
    (weight) => weight.read() as tf.Variable,
  );
  const outputs = [apply(false), apply(true)];
  if (weights.length === 0) return outputs;
  const { grads } = tf.variableGrads(
    () => apply(true).square().mean() as tf.Scalar,
    weights,
  );
  return [...outputs, ...weights.map(({ name }) => grads[name])];
}

for (const [make, shape] of cases) {
  const source = String(make).replace(/^\(\) ?=> ?/, "").replace(/\s+/g, " ");
  Deno.test(`compile() agrees with op by op on ${source}`, () => {
    const before = alive();
    tf.tidy(() => {
      setRandomSeed(1);
      const model = modelOf(make(), shape);
      const x = tf.randomNormal([BATCH, ...shape]);
      const initial = model.getWeights().map((weight) => weight.clone());
      const run = (fn: (x: tf.Tensor) => tf.Tensor[]) => {
        model.setWeights(initial);
        setRandomSeed(7);
        // Moving averages and random numbers change from call to call
        return [fn(x), fn(x)].flat().concat(model.getWeights());
      };
      const plain = (x: tf.Tensor) => outputAndGradients(model, x);
      using recorded = compile(plain);
      const expected = run(plain);
      run(recorded).forEach((actual, index) =>
        assertCloseTensor(actual, expected[index], TOLERANCE, `${index}`)
      );
      assertEquals(recorded.recordings.length, 1);
      model.dispose();
    });
    assertEquals(alive(), before);
  });
}

// TensorFlow.js has no gradient for these, or no model can contain them
const forward: typeof cases = [
  [() => layers.conv2d({ ...conv, dilationRate: 2 }), [6, 6, 2]],
  [() => layers.conv3dTranspose(conv), [4, 4, 4, 2]],
  [() => layers.resizing({ height: 4, width: 5 }), [3, 3, 2]],
  [() => layers.integerLookup({ vocabulary: [0, 1] }), [4]],
  [() => layers.randomCrop({ height: 2, width: 3 }), [4, 4, 2]],
];

Deno.test("compile() agrees with op by op on layers without a gradient", () => {
  for (const [make, shape] of forward) {
    tf.tidy(() => {
      const layer = make();
      const x = tf.randomNormal([BATCH, ...shape]);
      const apply = (x: tf.Tensor) => layer.apply(x) as tf.Tensor;
      const expected = apply(x);
      using recorded = compile(apply);
      assertCloseTensor(recorded(x), expected, TOLERANCE, String(make));
      layer.getWeights().forEach((weight) => weight.dispose());
    });
  }
});

const merges = {
  add: layers.add,
  average: layers.average,
  concatenate: layers.concatenate,
  dot: () => layers.dot({ axes: 1 }),
  maximum: layers.maximum,
  minimum: layers.minimum,
  multiply: layers.multiply,
  subtract: layers.subtract,
};

Deno.test("compile() agrees with op by op on layers of two inputs", () => {
  const before = alive();
  tf.tidy(() => {
    const [a, b] = [tf.randomNormal([2, 3]), tf.randomNormal([2, 3])];
    for (const [name, make] of Object.entries(merges)) {
      const layer = make();
      const apply = (a: tf.Tensor, b: tf.Tensor) =>
        layer.apply([a, b]) as tf.Tensor;
      using recorded = compile(apply);
      assertCloseTensor(recorded(a, b), apply(a, b), 1e-6, name);
    }
  });
  assertEquals(alive(), before);
});

Deno.test("compile() agrees with op by op on an embedding", () => {
  const before = alive();
  tf.tidy(() => {
    const layer = layers.embedding({ inputDim: 5, outputDim: 3 });
    const model = modelOf(layer, [4]);
    const apply = (x: tf.Tensor) => outputAndGradients(model, x);
    using recorded = compile(apply);
    const x = tf.tensor2d([[0, 1, 4, 1], [2, 2, 3, 0]]);
    const expected = apply(x);
    const actual = recorded(x);
    assertEquals(actual.length, 3);
    actual.forEach((tensor, i) => assertCloseTensor(tensor, expected[i], 1e-6));
    model.dispose();
  });
  assertEquals(alive(), before);
});

Deno.test("the cases cover every layer that TensorFlow.js exports", () => {
  const sources = [...cases, ...forward].map(([make]) => String(make)).join();
  const tested = new Set([
    ...Array.from(sources.matchAll(/layers\.(\w+)\(/g), ([, name]) => name),
    ...Object.keys(merges),
    "embedding",
  ]);
  const left = new Set([
    ...["Layer", "RNN", "RNNCell", "input", "inputLayer", "simpleRNNCell"],
    ...["stackedRNNCells", "convLstm2dCell"],
    "randomWidth", // its width changes from call to call
    "categoryEncoding", // reads its largest value
    "multiHeadAttention", // is ours, and recorded in its own test
  ]);
  const aliases = /^(avgPool(ing)?|maxPool|globalMaxPool)[123]d$/;
  for (const name of Object.keys(layers)) {
    if (left.has(name) || aliases.test(name)) continue;
    assert(tested.has(name), `tf.layers.${name} must be tested`);
  }
});
