/** Metrics of sums over epochs, against what Keras says: see make_epochs.py. */
import { assertAlmostEquals, assertEquals } from "@std/assert";
import { recordModel } from "../../../../../lib/tensorflow/mod.ts";
import { tf } from "../../../../support/tensorflow.ts";

const names = ["precision", "recall", "auc", "rootMeanSquaredError"];
const epochs: Readonly<Record<string, number[]>> = {
  auc: [0.58333, 0.66667],
  loss: [0.66669, 0.61192],
  precision: [0.5, 0.33333],
  recall: [0.5, 0.25],
  rootMeanSquaredError: [0.48935, 0.46283],
  val_auc: [0.6, 0.7],
  val_loss: [0.62248, 0.59853],
  val_precision: [0.33333, 0.33333],
  val_recall: [0.5, 0.5],
  val_rootMeanSquaredError: [0.46895, 0.45654],
};
const evaluated = [0.58317, 0.5, 0.5, 0.75, 0.44799];

const x = tf.range(0, 20).square().cos().reshape([10, 2]);
const y = tf.range(0, 10).mul(3).sin().greater(0.2).toFloat().expandDims(1);

function modelOf(recorded: boolean) {
  const model = tf.sequential({
    layers: [
      tf.layers.dense({ units: 1, inputShape: [2], activation: "sigmoid" }),
    ],
  });
  tf.tidy(() =>
    model.setWeights([tf.tensor2d([1, -0.5], [2, 1]), tf.zeros([1])])
  );
  const optimizer = tf.train.sgd(0.5);
  model.compile({ optimizer, loss: "binaryCrossentropy", metrics: names });
  recordModel(model, recorded);
  return { model, optimizer };
}

const batches = (examples: number, size: number) =>
  tf.data.generator(function* () {
    for (let start = 0; start < examples; start += size) {
      const count = Math.min(size, examples - start);
      yield {
        xs: x.slice([start, 0], [count, 2]),
        ys: y.slice([start, 0], [count, 1]),
      };
    }
  });

type Numbers = Readonly<Record<string, readonly unknown[]>>;

function assertHistory(history: Numbers): void {
  assertEquals(Object.keys(history).toSorted(), Object.keys(epochs).toSorted());
  for (const [name, values] of Object.entries(epochs)) {
    values.forEach((value, epoch) =>
      assertAlmostEquals(Number(history[name][epoch]), value, 2e-5, name)
    );
  }
}

function assertResults(results: tf.Scalar | tf.Scalar[]): void {
  [results].flat().forEach((one, i) => {
    assertAlmostEquals(one.dataSync()[0], evaluated[i], 2e-5, names[i - 1]);
    one.dispose();
  });
}

for (const recorded of [false, true]) {
  const how = recorded ? "recorded" : "op by op";

  Deno.test(`precision and others count over an epoch, ${how}`, async () => {
    const before = tf.memory().numTensors;
    const { model, optimizer } = modelOf(recorded);
    const seen: unknown[] = [];
    const [vx, vy] = [x.slice([0, 0], [7, 2]), y.slice([0, 0], [7, 1])];
    const { history } = await model.fit(x, y, {
      batchSize: 4,
      epochs: 2,
      shuffle: false,
      verbose: 0,
      validationData: [vx, vy],
      callbacks: {
        // Evaluating between two steps leaves the epoch's sums as they were
        onBatchEnd: () => void tf.dispose(model.evaluate(vx, vy)),
        onEpochEnd: (_, logs) => void seen.push(logs?.precision),
      },
    });
    assertHistory(history as Numbers);
    assertEquals(seen, history.precision);
    assertResults(model.evaluate(x, y, { batchSize: 3 }));
    tf.dispose([vx, vy]);
    const [, precision] = await model.trainOnBatch(x, y) as number[];
    assertAlmostEquals(precision, 0.5, 1e-6);
    model.dispose();
    optimizer.dispose();
    assertEquals(tf.memory().numTensors, before);
  });

  Deno.test(`precision and others count over a data set, ${how}`, async () => {
    const { model } = modelOf(recorded);
    const { history } = await model.fitDataset(batches(10, 4), {
      epochs: 2,
      verbose: 0,
      validationData: batches(7, 4),
      callbacks: { onYield: () => {} },
    });
    assertHistory(history as Numbers);
    const results = await model.evaluateDataset(batches(10, 3), {});
    assertResults(results as tf.Scalar[]);
    model.dispose();
  });
}
