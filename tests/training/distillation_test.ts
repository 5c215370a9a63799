import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { init, tf } from "../../lib/tensorflow/mod.ts";
import {
  distillationLoss,
  softTargets,
  teachingOf,
} from "../../lib/training/distillation.ts";

await init();

const logits = [[[2, 1, -1], [0, 0.5, 3]], [[1, 2, 0], [1, -2, 2]]];
const student = [[1, 0, 0.5], [-1, 0, 1]];

/** A teacher that answers with these log-probabilities, whatever it is shown. */
function teacherOf(rows: number[][]): tf.LayersModel {
  const answer = tf.keep(tf.tensor2d(rows).logSoftmax());
  return { apply: () => answer.clone() } as unknown as tf.LayersModel;
}

function softmax(row: number[], temperature: number): number[] {
  const powers = row.map((value) => Math.exp(value / temperature));
  const sum = powers.reduce((a, b) => a + b);
  return powers.map((power) => power / sum);
}

/** Of the mean of both teachers' logits. */
const targetsAt = (temperature: number) =>
  logits[0].map((row, i) =>
    softmax(row.map((value, k) => (value + logits[1][i][k]) / 2), temperature)
  );

Deno.test("softTargets() is the softmax of the teachers' mean logits at the temperature", () => {
  const teachers = logits.map(teacherOf);
  for (const temperature of [1, 3]) {
    const targets = tf.tidy(() =>
      softTargets(tf.zeros([2, 28, 28, 1]), { teachers, temperature })
        .exp().arraySync() as number[][]
    );
    targetsAt(temperature).forEach((row, i) =>
      row.forEach((value, k) => assertAlmostEquals(targets[i][k], value, 1e-6))
    );
  }
});

Deno.test("distillationLoss() is T² times the divergence from the targets", () => {
  for (const temperature of [1, 3]) {
    const targets = targetsAt(temperature);
    const expected = targets.flatMap((row, i) => {
      const answer = softmax(student[i], temperature);
      return row.map((target, k) => target * Math.log(target / answer[k]) / 2);
    }).reduce((a, b) => a + b) * temperature ** 2;
    const loss = tf.tidy(() =>
      distillationLoss(
        tf.tensor2d(student).logSoftmax() as tf.Tensor2D,
        tf.tensor2d(targets).log() as tf.Tensor2D,
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
        tf.tensor2d(targets).log() as tf.Tensor2D,
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
    const answers = tf.tensor2d(student).logSoftmax() as tf.Tensor2D;
    const targets = answers.div(4).logSoftmax() as tf.Tensor2D;
    return distillationLoss(answers, targets, 4).dataSync()[0];
  });
  assertAlmostEquals(loss, 0, 1e-6);
});

Deno.test("teachingOf() wants teachers where a recipe learns from them, and none elsewhere", () => {
  const [teacher] = logits.map(teacherOf);
  assertEquals(teachingOf(undefined), undefined);
  assertEquals(teachingOf({ temperature: 2 }, [teacher]), {
    temperature: 2,
    teachers: [teacher],
  });
  assertThrows(
    () => teachingOf({ temperature: 2 }),
    RangeError,
    "at least one teacher must be there: current count is 0",
  );
  assertThrows(
    () => teachingOf(undefined, [teacher]),
    RangeError,
    "must have no teachers: current count is 1",
  );
});
