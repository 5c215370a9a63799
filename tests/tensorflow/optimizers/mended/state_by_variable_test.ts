import { assertAlmostEquals, assertEquals } from "@std/assert";
import { compile, init, tf } from "../../../../lib/tensorflow/mod.ts";

await init();

const makers: Record<string, () => tf.Optimizer> = {
  sgd: () => tf.train.sgd(0.1),
  momentum: () => tf.train.momentum(0.1, 0.9),
  adagrad: () => tf.train.adagrad(0.1),
  adadelta: () => tf.train.adadelta(0.1),
  adam: () => tf.train.adam(0.1),
  adamax: () => tf.train.adamax(0.1),
  rmsprop: () => tf.train.rmsprop(0.1, 0.9, 0.5, 1e-8, true),
};

/** Σ scale·v², minimized over one variable. */
function stepper(
  optimizer: tf.Optimizer,
  variable: tf.Variable,
  recorded: boolean,
): (scale: tf.Scalar) => tf.Scalar {
  const step = (scale: tf.Scalar) =>
    optimizer.minimize(
      () => variable.square().sum().mul(scale) as tf.Scalar,
      true,
      [variable],
    )!;
  return recorded ? compile(step) : step;
}

for (const [name, make] of Object.entries(makers)) {
  for (const recorded of [false, true]) {
    const how = recorded ? "recorded" : "op by op";
    Deno.test(`${name}, ${how}: two lists of variables train as by two optimizers`, () => {
      const values = [tf.tensor1d([5, -3]), tf.tensor1d([-1, 2, 4])];
      const train = (alternate: boolean) => {
        const variables = values.map((value) => tf.variable(value.clone()));
        const optimizers = alternate ? [make()] : [make(), make()];
        const steps = variables.map((variable, i) =>
          stepper(optimizers[i % optimizers.length], variable, recorded)
        );
        const scale = tf.scalar(1);
        for (let i = 0; i < 3; i++) steps.forEach((step) => step(scale));
        return variables.map((variable) => Array.from(variable.dataSync()));
      };
      const [shared, own] = [train(true), train(false)];
      // Adam and Adamax count the steps of both lists together, as Keras does
      const tolerance = name.startsWith("ada") && name !== "adagrad" ? 0.2 : 0;
      shared.flat().forEach((value, i) =>
        assertAlmostEquals(value, own.flat()[i], tolerance)
      );
    });

    Deno.test(`${name}, ${how}: restored state gives the next step`, async () => {
      const scale = tf.scalar(1);
      const variable = tf.variable(tf.tensor1d([5, -3]));
      const optimizer = make();
      const step = stepper(optimizer, variable, recorded);
      for (let i = 0; i < 3; i++) step(scale);
      const copy = tf.variable(variable.clone());
      const restored = make();
      await restored.setWeights(await optimizer.getWeights());
      assertEquals(restored.iterations, 3);
      step(scale);
      stepper(restored, copy, recorded)(scale);
      const [a, b] = [variable, copy].map((one) => one.dataSync());
      a.forEach((value, i) => assertAlmostEquals(value, b[i], 1e-6));
    });
  }

  Deno.test(`${name}: state restored into a recorded optimizer takes effect`, async () => {
    const variable = tf.variable(tf.tensor1d([5, -3]));
    const optimizer = make();
    const scale = tf.scalar(1);
    const step = stepper(optimizer, variable, true);
    step(scale);
    const saved = (await optimizer.getWeights())
      .map(({ name, tensor }) => ({ name, tensor: tensor.clone() }));
    const values = variable.clone();
    const run = () => {
      for (let i = 0; i < 3; i++) step(scale);
      return Array.from(variable.dataSync());
    };
    const first = run();
    variable.assign(values);
    await optimizer.setWeights(saved);
    run().forEach((value, i) => assertAlmostEquals(value, first[i], 1e-6));
  });
}

Deno.test("the state of a disposed variable goes with it", () => {
  const optimizer = tf.train.adam(0.1);
  const train = (variable: tf.Variable) =>
    optimizer.minimize(
      () => variable.sum() as tf.Scalar,
      false,
      [variable],
    );
  const create = () => tf.tidy(() => tf.variable(tf.ones([2]), true, "reused"));
  const first = create();
  train(first);
  const before = tf.memory().numTensors;
  first.dispose();
  train(create());
  assertEquals(tf.memory().numTensors, before);
});
