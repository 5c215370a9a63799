import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { compile, init, tf } from "../../../lib/tensorflow/mod.ts";
import { createAverage } from "../../../lib/training/weights/average.ts";

await init();

for (const recorded of [false, true]) {
  const how = recorded ? "recorded" : "op by op";
  Deno.test(`createAverage() quickly forgets the initial weights, ${how}`, () => {
    const before = tf.memory().numTensors;
    const weights = [
      tf.tidy(() => tf.variable(tf.tensor1d([8]))),
      tf.tidy(() => tf.variable(tf.tensor2d([[0, 1]]))),
    ];
    const average = createAverage(weights, { decay: 0.3 });
    const update = () => {
      weights.forEach((weight) => weight.assign(weight.add(1)));
      average.accumulate();
    };
    const compiled = compile(update);
    const step = () => tf.tidy(() => recorded ? compiled() : update());
    // d = 2/11, 3/12 and then 0.3, for it would be 4/13
    let [expected, weight] = [8, 8];
    for (const decay of [2 / 11, 3 / 12, 0.3]) {
      step();
      weight++;
      expected = decay * expected + (1 - decay) * weight;
    }
    average.apply();
    const values = weights.map((weight) => Array.from(weight.dataSync()));
    [[expected], [expected - 8, expected - 7]].forEach((row, i) =>
      row.forEach((value, j) => assertAlmostEquals(values[i][j], value, 1e-5))
    );
    compiled.dispose();
    average.dispose();
    tf.dispose(weights);
    assertEquals(tf.memory().numTensors, before);
  });
}

Deno.test("WeightAverage.withAveragedWeights() lends them to the model", async () => {
  const weights = [1, 2].map((value) =>
    tf.tidy(() => tf.variable(tf.tensor1d([value])))
  );
  const average = createAverage(weights, { decay: 0.5 });
  tf.tidy(() => weights.forEach((weight) => weight.assign(tf.tensor1d([10]))));
  const read = () => weights.map((weight) => weight.dataSync()[0]);
  assertEquals(
    await average.withAveragedWeights(() => Promise.resolve(read())),
    [1, 2],
  );
  assertEquals(read(), [10, 10]);
  await average.withAveragedWeights(() => Promise.reject(new Error("expected")))
    .catch(() => {});
  assertEquals(read(), [10, 10]);
  average.dispose();
  tf.dispose(weights);
});

Deno.test("WeightAverage.update() changes the averaged weights, unless the edit throws", async () => {
  const weight = tf.tidy(() => tf.variable(tf.tensor1d([1])));
  const average = createAverage([weight], { decay: 0.5 });
  const assign = (value: number) =>
    tf.tidy(() => weight.assign(tf.tensor1d([value])));
  const averaged = () =>
    average.withAveragedWeights(() => Promise.resolve(weight.dataSync()[0]));
  assign(10);
  const before = tf.memory().numTensors;
  await average.update(() => {
    assign(weight.dataSync()[0] + 1);
    return Promise.resolve();
  });
  assertEquals([await averaged(), weight.dataSync()[0]], [2, 10]);
  await average.update(() => {
    assign(99);
    return Promise.reject(new Error("expected"));
  }).catch(() => {});
  assertEquals([await averaged(), weight.dataSync()[0]], [2, 10]);
  assertEquals(tf.memory().numTensors, before);
  average.dispose();
  weight.dispose();
});

Deno.test("createAverage() needs a decay from 0 to less than 1", () => {
  assertThrows(
    () => createAverage([], { decay: 1 }),
    RangeError,
    "decay must be from 0 to less than 1: current value is 1",
  );
});
