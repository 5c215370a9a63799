import { assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import { withSeededNumbers } from "../../../lib/tensorflow/random/javascript_numbers.ts";
import {
  compile,
  init,
  RecordingError,
  setRandomSeed,
  tf,
} from "../../../lib/tensorflow/mod.ts";

await init();

const numbers = () => Array.from({ length: 9 }, (_, i) => i);
const shuffled = () => {
  const list = numbers();
  tf.util.shuffle(list);
  return list;
};

/** What draws in JavaScript, by the seed of all random operations. */
const draws: Readonly<Record<string, () => unknown>> = {
  "withSeededNumbers()": () => withSeededNumbers(() => Math.random()),
  "tf.util.shuffle()": shuffled,
  "tf.util.shuffleCombo()": () => {
    const lists = [numbers(), numbers()];
    tf.util.shuffleCombo(lists[0], lists[1]);
    return lists;
  },
  "tf.util.createShuffledIndices()": () =>
    Array.from(tf.util.createShuffledIndices(9)),
  "tf.util.randUniform()": () => tf.util.randUniform(0, 1),
};

for (const [name, draw] of Object.entries(draws)) {
  Deno.test(`${name} follows the seed`, () => {
    const { random } = Math;
    setRandomSeed(1);
    const first = [draw(), draw()];
    setRandomSeed(1);
    assertEquals([draw(), draw()], first);
    assertNotEquals(first[0], first[1]);
    assertEquals(Math.random, random);
  });
}

Deno.test("tf.util.shuffle() reaches all places alike", () => {
  setRandomSeed(2);
  const sums = new Array(9).fill(0);
  for (let i = 0; i < 4000; i++) {
    shuffled().forEach((value, place) => sums[place] += value);
  }
  // The mean of 0 to 8, within five standard errors
  for (const sum of sums) assertEquals(Math.abs(sum / 4000 - 4) < 0.21, true);
});

Deno.test("tf.util.shuffle() can't be recorded, and leaves a program's own Math.random()", () => {
  assertThrows(
    () => compile(() => tf.tensor1d(shuffled()))(),
    RecordingError,
    "Math.random()",
  );
  const { random } = Math;
  let calls = 0;
  Math.random = () => ++calls / 100;
  try {
    shuffled();
  } finally {
    Math.random = random;
  }
  assertEquals(calls, 9);
});

Deno.test("on another backend, random operations follow the seed too", async () => {
  const draw = () =>
    tf.tidy(() =>
      [
        tf.randomNormal([3]),
        tf.randomGamma([3], 2),
        tf.dropout(tf.ones([9]), 0.5),
        tf.multinomial(tf.zeros([4]) as tf.Tensor1D, 9),
      ].map((tensor) => [...tensor.dataSync()])
    );
  await tf.setBackend("cpu");
  try {
    setRandomSeed(4);
    const first = draw();
    assertNotEquals(draw(), first);
    setRandomSeed(4);
    assertEquals(draw(), first);
  } finally {
    await tf.setBackend("tensorflow");
  }
});

/** The losses of a model with dropout, whose examples are shuffled. */
async function losses(seed: number): Promise<unknown> {
  setRandomSeed(seed);
  const layers = [
    tf.layers.dense({ units: 4, inputShape: [3] }),
    tf.layers.dropout({ rate: 0.3 }),
    tf.layers.dense({ units: 1, kernelInitializer: "orthogonal" }),
  ];
  const model = tf.sequential({ layers });
  model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
  const x = tf.randomNormal([20, 3]);
  const y = tf.tidy(() => x.sum(1, true));
  const { history } = await model.fit(x, y, {
    epochs: 3,
    batchSize: 8,
    verbose: 0,
  });
  const optimizer = model.optimizer;
  model.dispose();
  optimizer.dispose();
  tf.dispose([x, y]);
  return history;
}

Deno.test("one seed repeats a whole fit(): weights, shuffling, dropout", async () => {
  const first = await losses(1);
  assertEquals(await losses(1), first);
  assertNotEquals(await losses(2), first);
});
