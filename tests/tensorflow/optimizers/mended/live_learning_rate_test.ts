import { assertAlmostEquals, assertEquals } from "@std/assert";
import { compile } from "../../../../lib/tensorflow/mod.ts";
import { assertNothingLeaks, tf } from "../../../support/tensorflow.ts";

const makers: Record<string, () => tf.Optimizer> = {
  sgd: () => tf.train.sgd(0.1),
  momentum: () => tf.train.momentum(0.1, 0.9),
  nesterov: () => tf.train.momentum(0.1, 0.9, true),
  adam: () => tf.train.adam(0.1),
  adamax: () => tf.train.adamax(0.1, 0.9, 0.999, 1e-8, 0.2),
  adagrad: () => tf.train.adagrad(0.1),
  adadelta: () => tf.train.adadelta(0.1),
  rmsprop: () => tf.train.rmsprop(0.1, 0.9, 0.5),
  centered: () => tf.train.rmsprop(0.1, 0.9, 0.5, 1e-3, true),
};
type WithRate = tf.Optimizer & { learningRate: number };
const rates = [0.1, 0.05, 0.2, 0, 0.3];

/** The variable after a step at each of the learning rates. */
function steps(make: () => tf.Optimizer, recorded: boolean): number[] {
  const optimizer = make() as WithRate;
  const variable = tf.tidy(() => tf.variable(tf.tensor1d([2, -3])));
  const body = () =>
    optimizer.minimize(() => variable.square().sum(), true, [variable])!;
  using compiled = recorded ? compile(body) : undefined;
  const values = rates.flatMap((rate) => {
    optimizer.learningRate = rate;
    (compiled ?? body)().dispose();
    return [...variable.dataSync()];
  });
  if (compiled) assertEquals(compiled.recordings.length, 1);
  tf.dispose(variable);
  optimizer.dispose();
  return values;
}

for (const [name, make] of Object.entries(makers)) {
  Deno.test(`${name}: an assigned learning rate counts at the next step, recorded as op by op`, () => {
    const now = steps(make, false);
    const later = steps(make, true);
    now.forEach((value, index) =>
      assertAlmostEquals(value, later[index], 1e-6)
    );
    if (name === "sgd") {
      rates.reduce((expected, rate, index) => {
        const next = expected * (1 - 2 * rate);
        assertAlmostEquals(now[2 * index], next, 1e-5);
        return next;
      }, 2);
    }
  });
}

Deno.test("a learning rate that changes while a call is pending counts", async () => {
  const optimizer = tf.train.sgd(0.1) as unknown as WithRate;
  const variable = tf.tidy(() => tf.variable(tf.scalar(1)));
  using step = compile(() =>
    optimizer.minimize(() => variable.mul(1), true, [variable])!
  );
  step().dispose();
  const calls = [step.begin(), step.begin()];
  await calls[1].ran();
  (await calls[0].finish()).dispose();
  optimizer.learningRate = 0;
  (await calls[1].finish()).dispose();
  assertAlmostEquals(variable.dataSync()[0], 0.8, 1e-6);
  variable.dispose();
  optimizer.dispose();
});

Deno.test("a recorded step frees the learning rates it has read", () => {
  assertNothingLeaks(() => {
    const optimizer = tf.train.adam(0.1) as unknown as WithRate;
    const variable = tf.tidy(() => tf.variable(tf.scalar(1)));
    using step = compile(() =>
      optimizer.minimize(() => variable.mul(1), true, [variable])!
    );
    for (const rate of rates) {
      optimizer.learningRate = rate;
      step().dispose();
    }
    variable.dispose();
    optimizer.dispose();
  });
});
