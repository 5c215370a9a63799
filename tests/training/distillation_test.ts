import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { init, tf } from "../../lib/tensorflow/mod.ts";
import {
  createDistillation,
  distillationLoss,
} from "../../lib/training/distillation.ts";
import { rowSize } from "../../lib/training/soft_targets.ts";

await init();

const teachers = [[1.5, 1.5, -0.5], [0.5, -0.75, 2.5]];
const student = [[1, 0, 0.5], [-1, 0, 1]];

const logProbabilities = (logits: number[][]) =>
  tf.tensor2d(logits).logSoftmax() as tf.Tensor2D;

function softmax(row: number[], temperature: number): number[] {
  const powers = row.map((value) => Math.exp(value / temperature));
  const sum = powers.reduce((a, b) => a + b);
  return powers.map((power) => power / sum);
}

const targetsAt = (temperature: number) =>
  teachers.map((row) => softmax(row, temperature));

Deno.test("distillationLoss() is T² times the divergence from the targets", () => {
  for (const temperature of [1, 3]) {
    const targets = targetsAt(temperature);
    const expected = targets.flatMap((row, i) => {
      const answer = softmax(student[i], temperature);
      return row.map((target, k) => target * Math.log(target / answer[k]) / 2);
    }).reduce((a, b) => a + b) * temperature ** 2;
    const loss = tf.tidy(() =>
      distillationLoss(
        logProbabilities(student),
        logProbabilities(teachers),
        temperature,
      ).dataSync()[0]
    );
    assertAlmostEquals(loss, expected, 1e-6);
  }
});

Deno.test("distillationLoss() has the gradient T (softmax(logits / T) - targets)", () => {
  const temperature = 3;
  const targets = targetsAt(temperature);
  const gradient = tf.tidy(() =>
    tf.grad((x: tf.Tensor) =>
      distillationLoss(
        x.logSoftmax() as tf.Tensor2D,
        logProbabilities(teachers),
        temperature,
      )
    )(tf.tensor2d(student)).arraySync() as number[][]
  );
  gradient.forEach((row, i) => {
    const answer = softmax(student[i], temperature);
    row.forEach((value, k) =>
      assertAlmostEquals(
        value,
        temperature * (answer[k] - targets[i][k]) / 2,
        1e-6,
      )
    );
  });
});

Deno.test("distillationLoss() is 0 for a student that answers as its teachers do", () => {
  const loss = tf.tidy(() => {
    const answers = logProbabilities(student);
    return distillationLoss(answers, answers, 4).dataSync()[0];
  });
  assertAlmostEquals(loss, 0, 1e-6);
});

Deno.test("createDistillation() needs soft targets for each image, and a recipe that distils", () => {
  const targets = {
    versions: 2,
    count: 3,
    rows: new Float32Array(2 * 3 * rowSize(10)),
  };
  const before = tf.memory().numTensors;
  const distillation = createDistillation({ temperature: 2 }, targets, 3);
  assertEquals(distillation.temperature, 2);
  assertEquals(distillation.targets.rows.shape, [6, rowSize(10)]);
  distillation.dispose();
  assertEquals(tf.memory().numTensors, before);
  assertThrows(
    () => createDistillation({ temperature: 2 }, undefined, 3),
    RangeError,
    "for each of 3 training images: current count is 0",
  );
  assertThrows(
    () => createDistillation({ temperature: 2 }, targets, 4),
    RangeError,
    "for each of 4 training images: current count is 3",
  );
  assertThrows(
    () => createDistillation(undefined, targets, 3),
    RangeError,
    "soft targets must come with a recipe that learns from them",
  );
});
