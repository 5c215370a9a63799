import { assertAlmostEquals, assertThrows } from "@std/assert";
import { init, tf } from "../../lib/tensorflow/mod.ts";
import {
  smoothedLoss,
  type StepOptions,
  trainingStep,
} from "../../lib/training/training_step.ts";

await init();

const probabilities = [[0.7, 0.2, 0.1], [0.3, 0.3, 0.4]];
const labels = [0, 2];

Deno.test("smoothedLoss() is the cross-entropy with softened targets", () => {
  for (const smoothing of [0, 0.1, 0.6]) {
    const expected = probabilities.flatMap((row, i) =>
      row.map((p, k) => {
        const target = (k === labels[i] ? 1 - smoothing : 0) + smoothing / 3;
        return -target * Math.log(p) / 2;
      })
    ).reduce((a, b) => a + b);
    const loss = tf.tidy(() =>
      smoothedLoss(
        tf.tensor2d(probabilities).log(),
        tf.tensor1d(labels, "int32"),
        smoothing,
      ).dataSync()[0]
    );
    assertAlmostEquals(loss, expected, 1e-6);
  }
});

Deno.test("smoothedLoss() has the gradient softmax minus target", () => {
  const smoothing = 0.1;
  const gradient = tf.tidy(() => {
    const logits = tf.tensor2d(probabilities).log() as tf.Tensor2D;
    return tf.grad((x: tf.Tensor) =>
      smoothedLoss(
        x.logSoftmax() as tf.Tensor2D,
        tf.tensor1d(labels, "int32"),
        smoothing,
      )
    )(logits).arraySync() as number[][];
  });
  gradient.forEach((row, i) =>
    row.forEach((value, k) => {
      const target = (k === labels[i] ? 1 - smoothing : 0) + smoothing / 3;
      assertAlmostEquals(value, (probabilities[i][k] - target) / 2, 1e-6);
    })
  );
});

Deno.test("trainingStep() needs a label smoothing from 0 to less than 1", () => {
  const model = tf.sequential({
    layers: [tf.layers.flatten({ inputShape: [28, 28, 1] })],
  });
  assertThrows(
    () =>
      trainingStep(
        model,
        {} as never,
        { mean: 0, standardDeviation: 1 },
        {} as never,
        { labelSmoothing: 1 },
      ),
    RangeError,
    "label smoothing must be from 0 to less than 1: current value is 1",
  );
});

Deno.test("trainingStep() refuses distillation with label smoothing or augmentation", () => {
  const model = tf.sequential({
    layers: [tf.layers.flatten({ inputShape: [28, 28, 1] })],
  });
  const stepWith = (options: StepOptions) =>
    trainingStep(
      model,
      {} as never,
      { mean: 0, standardDeviation: 1 },
      {} as never,
      { ...options, distillation: {} as never },
    );
  assertThrows(
    () => stepWith({ labelSmoothing: 0.1 }),
    RangeError,
    "label smoothing must be left out of distillation",
  );
  assertThrows(
    () => stepWith({ augmentation: { rotation: 8 } }),
    RangeError,
    "augmentation must be left out of distillation",
  );
});
