/**
 * Losses with regularizers, against Keras 3.15: in Keras, too, every weight is
 * 0.5 · sin(0 + rank, 1 + rank, …), x is cos(0, 1, …) and y is sin(0, 1, …), and
 * `fit()` takes batches of 2 of the 5 examples in their order.
 */
import { assertAlmostEquals, assertEquals } from "@std/assert";
import { recordModel } from "../../../../../lib/tensorflow/mod.ts";
import { tf } from "../../../../support/tensorflow.ts";
import { layers } from "../support.ts";

const { l1, l2 } = tf.regularizers;

/** A layer's outputs for others. */
const on = (layer: tf.layers.Layer, input: unknown): tf.SymbolicTensor =>
  layer.apply(input as tf.SymbolicTensor) as tf.SymbolicTensor;

const flat = (input: tf.SymbolicTensor) => on(tf.layers.flatten(), input);
const dense = () => tf.layers.dense({ units: 2 });

/** A layer twice in the model, and one model in it. */
function twice(input: tf.SymbolicTensor): tf.SymbolicTensor[] {
  const shared = tf.layers.dense({
    units: 2,
    kernelRegularizer: l2({ l2: 0.1 }),
    activityRegularizer: l2({ l2: 0.2 }),
  });
  const inner = tf.sequential({
    layers: [
      tf.layers.dense({
        units: 2,
        inputShape: [2],
        activityRegularizer: l2({ l2: 0.4 }),
      }),
      tf.layers.activityRegularization({ l1: 0.1, l2: 0.2 }),
    ],
  });
  const x = flat(input);
  return [on(shared, on(dense(), x)), on(inner, on(shared, on(dense(), x)))];
}

interface Case {
  readonly outputs: (input: tf.SymbolicTensor) => tf.SymbolicTensor[];
  readonly loss: string | string[];
  /** Of `evaluate()` in batches of 2, the epochs, `evaluate()` in one batch. */
  readonly keras: readonly [number[], number[], number[]];
}

const cases: Record<string, Case> = {
  "a dense layer": {
    outputs: (input) => [
      on(
        tf.layers.dense({
          units: 2,
          kernelRegularizer: l2({ l2: 0.1 }),
          activityRegularizer: l1({ l1: 0.3 }),
        }),
        flat(input),
      ),
    ],
    loss: "meanSquaredError",
    keras: [[1.1763793], [1.1047455, 1.1724392], [0.8273968]],
  },
  "an LSTM": {
    outputs: (input) => [
      on(
        tf.layers.lstm(
          {
            units: 2,
            recurrentActivation: "sigmoid",
            kernelRegularizer: l2({ l2: 0.1 }),
            recurrentRegularizer: l1({ l1: 0.2 }),
            activityRegularizer: l2({ l2: 0.5 }),
          } as Parameters<typeof tf.layers.lstm>[0],
        ),
        input,
      ),
    ],
    loss: "meanSquaredError",
    keras: [[2.0372913], [1.9657379, 1.6613257], [1.4386853]],
  },
  "a bidirectional layer": {
    outputs: (input) => [
      on(
        tf.layers.bidirectional({
          layer: tf.layers.simpleRNN({
            units: 1,
            kernelRegularizer: l2({ l2: 0.1 }),
          }) as tf.RNN,
          mergeMode: "concat",
        }),
        input,
      ),
    ],
    loss: "meanSquaredError",
    keras: [[0.7319258], [0.7311369, 0.6723515], [0.6021085]],
  },
  "two outputs": {
    outputs: twice,
    loss: ["meanSquaredError", "meanAbsoluteError"],
    keras: [
      [1.7796396], // Keras gives every batch the same weight in the others
      [1.6017377, 1.2692944],
      [1.0916182, 0.4044851, 0.5686202],
    ],
  },
  "a shared layer and a model in the model": {
    outputs: (input) => [on(tf.layers.add(), twice(input))],
    loss: "meanSquaredError",
    keras: [[1.3275969], [0.9549361, 0.7498593], [0.5311338]],
  },
};

function values(tensors: tf.Scalar | tf.Scalar[]): number[] {
  return [tensors].flat().map((one) => one.dataSync()[0]);
}

function assertClose(actual: readonly number[], expected: number[]): void {
  assertEquals(actual.length, expected.length);
  actual.forEach((one, i) => assertAlmostEquals(one, expected[i], 2e-5));
}

const waves = (wave: (x: number) => number, shape: number[], from = 0) => {
  const { length } = new Float32Array(tf.util.sizeFromShape(shape));
  return tf.tensor(Array.from({ length }, (_, i) => wave(i + from)), shape);
};

for (const [name, { outputs, loss, keras }] of Object.entries(cases)) {
  // A first batch runs op by op in any case
  for (const recorded of name === "two outputs" ? [true, false] : [true]) {
    const how = recorded ? "recorded" : "op by op";
    Deno.test(`regularizers count as in Keras with ${name}, ${how}`, async () => {
      const input = tf.input({ shape: [4, 3] });
      const model = tf.model({ inputs: input, outputs: outputs(input) });
      recordModel(model, recorded);
      for (const weight of model.weights) {
        const { shape } = weight;
        const value = waves(Math.sin, shape as number[], shape.length);
        weight.write(value.mul(0.5));
      }
      const optimizer = tf.train.sgd(0.1);
      model.compile({ optimizer, loss });
      const x = waves(Math.cos, [5, 4, 3]);
      const y = waves(Math.sin, [5, 2]);
      const targets = typeof loss === "string" ? y : [y, y.neg()];
      const evaluate = (batchSize: number) =>
        values(model.evaluate(x, targets, { batchSize }));
      const [first, epochs, last] = keras;
      assertClose(evaluate(2).slice(0, first.length), first);
      const { history } = await model.fit(x, targets, {
        batchSize: 2,
        epochs: 2,
        shuffle: false,
        validationData: [x, targets] as never,
      });
      assertClose(history.loss as number[], epochs);
      assertClose(evaluate(5), last);
      assertEquals(history.val_loss.length, 2);
    });
  }
}

Deno.test("activityRegularizer of a recurrent layer is saved", () => {
  const layer = layers.gru({ units: 1, activityRegularizer: "l2" });
  const config = layer.getConfig() as Record<string, Record<string, unknown>>;
  const made = layers.gru(config) as unknown as Record<string, unknown>;
  assertEquals(config.activityRegularizer.className, "L1L2");
  assertEquals(made.activityRegularizer !== null, true);
});
