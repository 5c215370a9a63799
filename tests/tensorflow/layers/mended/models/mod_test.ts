import { assertEquals, assertThrows } from "@std/assert";
import { tf } from "../../../../../lib/tensorflow/mod.ts";
import { assertClose, layers, values } from "../support.ts";

const x = tf.tensor3d([[[1], [2]], [[3], [0]]]);

/** h = x + h, from 0 or an initial state. */
function sum(returnState = false): tf.layers.Layer {
  return tf.layers.simpleRNN({
    units: 1,
    activation: "linear",
    kernelInitializer: "ones",
    recurrentInitializer: "ones",
    useBias: false,
    returnState,
  });
}

Deno.test("models call a layer of several outputs once", () => {
  let calls = 0;
  const layer = sum(true);
  const { call } = layer;
  layer.call = function (...args) {
    calls++;
    return call.apply(this, args);
  };
  const input = tf.input({ shape: [2, 1] });
  const model = tf.model({
    inputs: input,
    outputs: layer.apply(input) as tf.SymbolicTensor[],
  });
  const [output, state] = model.predict(x) as tf.Tensor[];
  assertEquals(calls, 1);
  assertEquals(values(output), [3, 3]);
  assertEquals(values(state), [3, 3]);
});

Deno.test("models give an initial state to its own layer alone", () => {
  const input = tf.input({ shape: [2, 1] });
  const [, state] = sum(true).apply(input) as tf.SymbolicTensor[];
  const second = sum().apply([input, state] as tf.SymbolicTensor[]);
  const third = sum().apply(input);
  const add = tf.layers.add().apply([second, third] as tf.SymbolicTensor[]);
  const model = tf.model({ inputs: input, outputs: add as tf.SymbolicTensor });
  // 3 + (3 + 3)
  assertEquals(values(model.predict(x) as tf.Tensor), [9, 9]);
});

Deno.test("differences of masked sequences are those of all steps", () => {
  const input = tf.input({ shape: [2, 1] });
  const masked = tf.layers.masking({ maskValue: 0 }).apply(input);
  const twice = tf.layers.add().apply([input, input]);
  const masks = tf.layers.masking({ maskValue: 4 }).apply(
    twice as tf.SymbolicTensor,
  );
  const output = layers.subtract({}).apply([masks, masked] as never);
  const model = tf.model({ inputs: input, outputs: output as never });
  // 2, 0, 6, 0 less 1, 2, 3, 0
  assertEquals(values(model.predict(x) as tf.Tensor), [1, -2, 3, 0]);
});

Deno.test("models leave nothing in memory, with masks and without", () => {
  const masked = tf.sequential({
    layers: [
      tf.layers.embedding({
        inputDim: 4,
        outputDim: 2,
        maskZero: true,
        inputLength: 2,
      }),
      tf.layers.gru({ units: 2, returnSequences: true }),
    ],
  });
  const outer = tf.sequential({
    layers: [masked, tf.layers.dense({ units: 1 })],
  });
  const ids = tf.tensor2d([[1, 0], [2, 3]]);
  const targets = tf.ones([2, 2, 1]);
  outer.compile({ optimizer: "sgd", loss: "meanSquaredError" });
  const run = () => {
    tf.dispose([outer.predict(ids), outer.apply(ids)] as tf.Tensor[]);
    tf.dispose(outer.evaluate(ids, targets));
  };
  for (let i = 0; i < 3; i++) run();
  const before = tf.memory().numTensors;
  run();
  assertEquals(tf.memory().numTensors, before);
});

Deno.test("the options of a layer's call count in a model", () => {
  const input = tf.input({ shape: [4] });
  const dropout = tf.layers.dropout({ rate: 0.999 });
  const output = dropout.apply(input, { training: true });
  const model = tf.model({
    inputs: input,
    outputs: output as tf.SymbolicTensor,
  });
  const predicted = model.predict(tf.ones([100, 4])) as tf.Tensor;
  assertEquals(predicted.equal(1).any().dataSync()[0], 0);
});

Deno.test("a loss that has no value for each step is refused with a mask", () => {
  const model = tf.sequential({
    layers: [
      tf.layers.masking({ maskValue: 0, inputShape: [2, 1] }),
      tf.layers.dense({ units: 1, kernelInitializer: "ones" }),
    ],
  });
  const ofExamples = (target: tf.Tensor, found: tf.Tensor) =>
    target.sub(found).square().mean([1, 2]);
  model.compile({ optimizer: "sgd", loss: ofExamples });
  assertThrows(
    () => model.evaluate(x, tf.zeros([2, 2, 1])),
    RangeError,
    "Cannot leave out masked steps: the loss or metric must have a value for each step, [2,2]: its current shape is [2]; return one number for each step, or a scalar",
  );
  model.compile({
    optimizer: "sgd",
    loss: (target, found) => target.sub(found).square().mean(),
  });
  assertClose(values(model.evaluate(x, tf.zeros([2, 2, 1])) as tf.Scalar), [
    14 / 4,
  ]);
});

Deno.test("a batch whose steps are all masked has a loss of 0, as in Keras", () => {
  const model = tf.sequential({
    layers: [tf.layers.masking({ maskValue: 0, inputShape: [2, 1] })],
  });
  model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
  const zeros = tf.zeros([2, 2, 1]);
  const loss = model.evaluate(zeros, tf.ones([2, 2, 1])) as tf.Scalar;
  assertEquals(values(loss), [0]);
});
