import { assertAlmostEquals, assertEquals } from "@std/assert";
import { compile, init, tf } from "../../../../lib/tensorflow/mod.ts";

await init();

const optimizers: Record<string, () => tf.Optimizer> = {
  "Adam": () => tf.train.adam(0.1),
  "RMSProp": () => tf.train.rmsprop(0.1, 0.9, 0.5),
  "RMSProp, centered": () => tf.train.rmsprop(0.1, 0.9, 0.5, 0.01, true),
  "Adadelta": () => tf.train.adadelta(0.5),
};

/** Numbers after some steps, and the optimizer's state. */
async function train(make: () => tf.Optimizer, recorded: boolean) {
  const sizes = [[3], [2, 2], [], [70, 70], [5]];
  const variables = sizes.map((shape) => tf.variable(tf.ones(shape)));
  const optimizer = make();
  const rate = optimizer as unknown as { learningRate: number };
  const loss = (used: readonly tf.Variable[]) =>
    tf.addN(
      used.map((each, index) => each.mul(index + 1).sub(2).square().sum()),
    ) as tf.Scalar;
  const step = (count: number) => (): tf.Scalar => {
    const used = variables.slice(0, count);
    return optimizer.minimize(() => loss(used), true, used)!;
  };
  const [all, some] = [5, 4].map((count) =>
    recorded ? compile(step(count)) : step(count)
  );
  const losses = [all, some, all, all].map((run, index) => {
    if (index === 3) rate.learningRate /= 4;
    return run().dataSync()[0];
  });
  const state = await optimizer.getWeights();
  const names = variables.map(({ name }) => name);
  const result = {
    losses,
    values: [...variables, ...state.map(({ tensor }) => tensor)]
      .flatMap((each) => [...each.dataSync().slice(0, 5)]),
    names: state.map(({ name }) =>
      name.replace(/^[^/]*/, (own) => `${names.indexOf(own)}`)
    ),
  };
  tf.dispose(variables);
  return result;
}

for (const [name, make] of Object.entries(optimizers)) {
  Deno.test(`${name} updates small variables as one, and comes to what it does op by op`, async () => {
    const [plain, recorded] = [
      await train(make, false),
      await train(make, true),
    ];
    assertEquals(recorded.names, plain.names);
    for (const key of ["losses", "values"] as const) {
      assertEquals(recorded[key].length, plain[key].length);
      plain[key].forEach((value, i) =>
        assertAlmostEquals(
          recorded[key][i],
          value,
          1e-5 * Math.max(1, Math.abs(value)),
        )
      );
    }
  });
}

Deno.test("small variables take a few operations, however many they are", () => {
  const nodes = [8, 16].map((count) => {
    const variables = Array.from(
      { length: count },
      () => tf.variable(tf.ones([3])),
    );
    const optimizer = tf.train.adam();
    using step = compile(() =>
      optimizer.minimize(
        () => tf.addN(variables).square().sum() as tf.Scalar,
        true,
        variables,
      )!
    );
    step().dispose();
    tf.dispose(variables);
    return step.recordings[0].nodeCount;
  });
  // The variable, its two states, and their first values
  assertEquals((nodes[1] - nodes[0]) / 8 <= 6, true);
});
