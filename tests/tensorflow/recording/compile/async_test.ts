import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { compile } from "../../../../lib/tensorflow/mod.ts";
import {
  alive,
  assertSameTensor,
  idOf,
  tf,
} from "../../../support/tensorflow.ts";

const square = tf.randomNormal<tf.Rank.R2>([500, 500]);
idOf(square);

/** Takes a few hundredths of a second. */
const heavy = (x: tf.Tensor2D, times: number) => {
  let y = x;
  for (let i = 0; i < times; i++) y = tf.matMul(y, x).mul(0.04);
  return y.sum();
};

Deno.test("async() returns what the call returns", async () => {
  const before = alive();
  using compiled = compile(heavy);
  const now = compiled(square, 3);
  const later = await compiled.async(square, 3);
  assertSameTensor(later, now);
  tf.dispose([now, later]);
  assertEquals(alive(), before);
});

Deno.test("async() leaves the event loop free", async () => {
  using compiled = compile(heavy);
  compiled(square, 20).dispose();
  let turns = 0;
  const timer = setInterval(() => turns++, 1);
  const started = performance.now();
  const result = await compiled.async(square, 20);
  const took = performance.now() - started;
  clearInterval(timer);
  result.dispose();
  assert(turns >= 3, `${turns} turns of the event loop in ${took} ms`);
});

Deno.test("a call and a disposal are refused until async() has ended", async () => {
  const compiled = compile(heavy);
  const first = compiled.async(square, 10);
  const message =
    "pending calls must be finished or disposed: 1 are pending; await them first";
  assertThrows(() => compiled(square, 10), Error, message);
  assertThrows(() => compiled.dispose(), Error, message);
  assertThrows(() => compiled[Symbol.dispose](), Error, message);
  (await first).dispose();
  compiled(square, 10).dispose();
  compiled.dispose();
});

Deno.test("async() calls of one function queue up", async () => {
  using double = compile((x: tf.Tensor) => x.mul(2));
  const before = alive();
  const answer = async (value: number) => {
    const x = tf.scalar(value);
    const result = await double.async(x);
    const [doubled] = await result.data();
    tf.dispose([x, result]);
    return doubled;
  };
  const values = Array.from({ length: 20 }, (_, index) => index);
  const answers = await Promise.all(values.map(answer));
  assertEquals(answers, values.map((value) => 2 * value));
  assertEquals(alive(), before);
});

Deno.test("async() is refused behind a call that may never be finished", async () => {
  using double = compile((x: tf.Tensor) => x.mul(2));
  const x = tf.scalar(1);
  const call = double.begin(x);
  const message = "pending calls must be finished or disposed: 1 are pending";
  await assertRejects(() => double.async(x), Error, message);
  call[Symbol.dispose]();
  (await double.async(x)).dispose();
  x.dispose();
});

Deno.test("async() calls of two functions overlap", async () => {
  using a = compile(heavy);
  using b = compile(heavy);
  const [x, y] = await Promise.all([a.async(square, 5), b.async(square, 5)]);
  assertSameTensor(x, y);
  tf.dispose([x, y]);
});

Deno.test("async() keeps its arguments even if they are disposed during the call", async () => {
  using compiled = compile(heavy);
  const copy = square.clone().add<tf.Tensor2D>(0);
  const expected = compiled(copy, 5);
  const running = compiled.async(copy, 5);
  copy.dispose();
  const result = await running;
  assertSameTensor(result, expected);
  tf.dispose([expected, result]);
});

Deno.test("async() writes variables at the end, and refuses one disposed during the call", async () => {
  const total = tf.tidy(() => tf.variable(tf.scalar(0)));
  using compiled = compile((x: tf.Tensor2D) => {
    total.assign(total.add(heavy(x, 5).mul(0).add(1)));
    return x.add(0);
  });
  (await compiled.async(square)).dispose();
  assertEquals(total.dataSync()[0], 1);
  const before = alive();
  const running = compiled.async(square);
  total.dispose();
  await assertRejects(() => running, Error, "must be alive: it was disposed");
  const { tensors, handles } = alive();
  assertEquals({ tensors: tensors + 1, handles: handles + 1 }, before);
});

Deno.test("async() rejects with TensorFlow's error, and the next call works", async () => {
  using divide = compile((x: tf.Tensor, y: tf.Tensor) => tf.floorDiv(x, y));
  const [one, zero] = [1, 0].map((value) => tf.scalar(value, "int32"));
  await assertRejects(() => divide.async(one, zero), Error, "division by zero");
  const result = await divide.async(one, one);
  assertEquals(result.dataSync()[0], 1);
  tf.dispose([one, zero, result]);
});

Deno.test("async() rejects what can't be recorded", async () => {
  using compiled = compile((x: tf.Tensor) => tf.scalar(x.dataSync()[0]));
  const x = tf.scalar(1);
  await assertRejects(() => compiled.async(x), Error, "Cannot record reading");
  x.dispose();
});
