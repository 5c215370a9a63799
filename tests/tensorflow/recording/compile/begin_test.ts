import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import {
  compile,
  randomState,
  setRandomSeed,
} from "../../../../lib/tensorflow/mod.ts";
import { alive, idOf, tf } from "../../../support/tensorflow.ts";

/** A function that adds to a variable and draws a random number. */
function counting() {
  const total = tf.tidy(() => tf.variable(tf.scalar(0)));
  const add = (x: tf.Tensor) => {
    total.assign(total.add(x));
    return { sum: total.add(0), noise: tf.randomUniform([1]) };
  };
  return { total, add, number: () => total.dataSync()[0] };
}

async function read(
  call: Promise<{ sum: tf.Tensor; noise: tf.Tensor }>,
): Promise<number[]> {
  const { sum, noise } = await call;
  const values = [sum.dataSync()[0], noise.dataSync()[0]];
  tf.dispose([sum, noise]);
  return values;
}

const one = tf.scalar(1);

Deno.test("queued calls return what calls one by one return", async () => {
  const { total, add, number } = counting();
  using compiled = compile(add);
  const oneByOne = [];
  setRandomSeed(1);
  for (let k = 0; k < 5; k++) oneByOne.push(await read(compiled.async(one)));
  const end = randomState();
  tf.tidy(() => total.assign(tf.scalar(0)));
  idOf(total);
  setRandomSeed(1);
  const before = alive();
  const calls = [1, 2, 3, 4, 5].map(() => compiled.begin(one));
  assertEquals([number(), randomState().draws], [0, 0]);
  const results = [];
  for (const call of calls) {
    results.push(await read(call.finish()));
    assertEquals(number(), results.length);
  }
  assertEquals(results, oneByOne);
  assertEquals(randomState(), end);
  assertEquals(alive(), before);
});

Deno.test("begin() changes nothing until finish(), or ever, if disposed", async () => {
  const { total, add, number } = counting();
  using compiled = compile(add);
  await read(compiled.async(one));
  const [before, random] = [alive(), randomState()];
  const calls = [compiled.begin(one), compiled.begin(one)];
  await calls[1].ran();
  assertEquals(number(), 1);
  for (const call of calls) call[Symbol.dispose]();
  assertEquals([alive(), randomState()], [before, random]);
  assertEquals((await read(compiled.async(one)))[0], 2);
  total.dispose();
});

Deno.test("a queued call runs again if a variable that it read has changed", async () => {
  const { total, add, number } = counting();
  using compiled = compile(add);
  const calls = [1, 2, 3].map(() => compiled.begin(one));
  await calls[2].ran();
  assertEquals((await read(calls[0].finish()))[0], 1);
  const before = alive();
  tf.tidy(() => total.assign(tf.scalar(10)));
  assertEquals((await read(calls[1].finish()))[0], 11);
  assertEquals((await read(calls[2].finish()))[0], 12);
  assertEquals(number(), 12);
  const { handles } = alive();
  assertEquals(before.handles - handles, 0);
});

Deno.test("a queued call reads the current values if one before it is cancelled", async () => {
  const { add } = counting();
  using compiled = compile(add);
  const [first, second] = [compiled.begin(one), compiled.begin(one)];
  first[Symbol.dispose]();
  assertEquals((await read(second.finish()))[0], 1);
});

Deno.test("a queued call doesn't repeat random numbers drawn in the meantime", async () => {
  const { add } = counting();
  using compiled = compile(add);
  const draw = () => tf.tidy(() => tf.randomUniform([1]).dataSync()[0]);
  setRandomSeed(7);
  const expected = [draw(), (await read(compiled.async(one)))[1], draw()];
  setRandomSeed(7);
  const call = compiled.begin(one);
  assertEquals([draw(), (await read(call.finish()))[1], draw()], expected);
});

Deno.test("queued calls of two signatures and of two functions see each other's variables", async () => {
  const { add, total, number } = counting();
  using compiled = compile((x: tf.Tensor) => add(x.sum()));
  const two = tf.tensor1d([1, 1]);
  const calls = [one, two, one, two].map((x) => compiled.begin(x));
  const sums = [];
  for (const call of calls) sums.push((await read(call.finish()))[0]);
  assertEquals(sums, [1, 3, 4, 6]);
  // Another function's assignment counts as a change
  using double = compile(() => {
    total.assign(total.mul(2));
    return total.add(0);
  });
  const call = compiled.begin(one);
  double().dispose();
  assertEquals((await read(call.finish()))[0], 13);
  assertEquals(number(), 13);
  two.dispose();
});

Deno.test("queued calls outlive their recording", async () => {
  const { add } = counting();
  const warn = console.warn;
  console.warn = () => {};
  try {
    using compiled = compile((x: tf.Tensor) => add(x.sum()), {
      maxRecordings: 1,
    });
    const inputs = [1, 2, 3].map((size) => tf.ones([size]));
    const calls = inputs.map((x) => compiled.begin(x));
    const sums = [];
    for (const call of calls) sums.push((await read(call.finish()))[0]);
    assertEquals(sums, [1, 3, 6]);
    tf.dispose(inputs);
  } finally {
    console.warn = warn;
  }
});

Deno.test("a failed call changes nothing, and those behind it run", async () => {
  const total = tf.tidy(() => tf.variable(tf.scalar(0, "int32")));
  using divide = compile((x: tf.Tensor, y: tf.Tensor) => {
    total.assign(total.add(x));
    return tf.floorDiv(x, y);
  });
  const [six, zero] = [6, 0].map((value) => tf.scalar(value, "int32"));
  [six, zero, total].forEach(idOf);
  const before = alive();
  const calls = [six, zero, six, six].map((y) => divide.begin(six, y));
  (await calls[0].finish()).dispose();
  await assertRejects(() => calls[1].finish(), Error, "division by zero");
  assertEquals(total.dataSync()[0], 6);
  for (const call of calls.slice(2)) {
    const result = await call.finish();
    assertEquals(result.dataSync()[0], 1);
    result.dispose();
  }
  assertEquals(total.dataSync()[0], 18);
  assertEquals(alive(), before);
  tf.dispose([six, zero, total]);
});

Deno.test("a call runs although an unrelated one before it fails", async () => {
  using divide = compile((x: tf.Tensor, y: tf.Tensor) => tf.floorDiv(x, y));
  const [six, zero] = [6, 0].map((value) => tf.scalar(value, "int32"));
  [six, zero].forEach(idOf);
  const before = alive();
  for (let turn = 0; turn < 20; turn++) {
    const calls = [zero, six, zero, six].map((y) => divide.begin(six, y));
    for (const [index, call] of calls.entries()) {
      if (index % 2 === 0) {
        await assertRejects(() => call.finish(), Error, "division by zero");
      } else (await call.finish()).dispose();
    }
  }
  assertEquals(alive(), before);
  tf.dispose([six, zero]);
});

Deno.test("a call may be cancelled while it is waited for", async () => {
  const { total, add, number } = counting();
  using compiled = compile(add);
  idOf(total);
  const before = alive();
  for (let turn = 0; turn < 20; turn++) {
    const calls = [compiled.begin(one), compiled.begin(one)];
    const waiting = calls.map((call) => call.ran());
    for (const call of calls) call[Symbol.dispose]();
    await Promise.all(waiting);
  }
  assertEquals([number(), alive()], [0, before]);
  total.dispose();
});

Deno.test("calls are finished once and in order; until then, other calls and dispose() are refused", async () => {
  const { add } = counting();
  const compiled = compile(add);
  const [first, second] = [compiled.begin(one), compiled.begin(one)];
  const refuse = (call: { finish(): Promise<unknown> }, why: string) =>
    assertRejects(
      () => call.finish(),
      Error,
      `in the order in which they began: this one ${why}`,
    );
  await refuse(second, "has another before it");
  const message = "pending calls must be finished or disposed";
  assertThrows(() => compiled(one), Error, message);
  assertThrows(() => compiled.dispose(), Error, message);
  const finishing = first.finish();
  await refuse(first, "is being finished");
  await read(finishing);
  await refuse(first, "was finished");
  await read(second.finish());
  first[Symbol.dispose]();
  second[Symbol.dispose]();
  const third = compiled.begin(one);
  third[Symbol.dispose]();
  await refuse(third, "was cancelled");
  await read(compiled.async(one));
  compiled.dispose();
});

Deno.test("a call may be finished while the one before is being finished", async () => {
  const { add, number } = counting();
  using compiled = compile(add);
  const calls = [1, 2, 3].map(() => compiled.begin(one));
  const sums = await Promise.all(calls.map((call) => read(call.finish())));
  assertEquals(sums.map(([sum]) => sum), [1, 2, 3]);
  assertEquals(number(), 3);
});

Deno.test("TensorFlow runs queued calls while the event loop stays free", async () => {
  const square = tf.randomNormal<tf.Rank.R2>([500, 500]);
  using compiled = compile((x: tf.Tensor2D) => {
    let y = x;
    for (let i = 0; i < 20; i++) y = tf.matMul(y, x).mul(0.04);
    return y.sum();
  });
  compiled(square).dispose();
  const started = performance.now();
  const calls = [compiled.begin(square), compiled.begin(square)];
  const began = performance.now() - started;
  let turns = 0;
  const timer = setInterval(() => turns++, 1);
  await calls[1].ran();
  clearInterval(timer);
  const took = performance.now() - started;
  assert(turns >= 3, `${turns} turns of the event loop in ${took} ms`);
  assert(began < took / 2, `${began} of ${took} ms until both were queued`);
  for (const call of calls) (await call.finish()).dispose();
  square.dispose();
});

Deno.test("begin() runs an unrecorded function in finish()", async () => {
  const { add, number } = counting();
  using compiled = compile(add, { record: false });
  const [first, second] = [compiled.begin(one), compiled.begin(one)];
  await second.ran();
  assertEquals(number(), 0);
  await read(first.finish());
  second[Symbol.dispose]();
  assertEquals(number(), 1);
});
