import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import {
  compile,
  randomState,
  RecordingError,
  setRandomSeed,
} from "../../../../lib/tensorflow/mod.ts";
import { alive, idOf, tf } from "../../../support/tensorflow.ts";

const variable = (value: number) =>
  tf.tidy(() => tf.variable(tf.scalar(value)));
const assign = (v: tf.Variable, value: number) =>
  tf.tidy(() => v.assign(tf.scalar(value)));
const valueOf = (x: tf.Tensor) => x.dataSync()[0];
const valueOnce = (x: tf.Tensor) => {
  const value = valueOf(x);
  x.dispose();
  return value;
};
const turn = () => new Promise((resolve) => setTimeout(resolve));

/** A recorded function that takes some milliseconds and then adds to `v`. */
function slowlyAdding(v: tf.Variable, amount: number, times = 10) {
  const square = tf.ones<tf.Rank.R2>([300, 300]);
  idOf(square);
  const compiled = compile(() => {
    let y = square;
    for (let i = 0; i < times; i++) y = tf.matMul(y, square).mul(1 / 300);
    v.assign(v.add(y.mean().mul(amount)));
    return v.mul(1);
  });
  return compiled;
}

Deno.test("async() calls of two functions lose no update of a variable they share", async () => {
  const v = variable(0);
  using one = compile(() => {
    v.assign(v.add(1));
    return v.mul(1);
  });
  using ten = compile(() => {
    v.assign(v.add(10));
    return v.mul(1);
  });
  for (let round = 0; round < 20; round++) {
    assign(v, 0);
    const calls = [one, ten, ten, one].map((each) => each.async());
    const results = (await Promise.all(calls)).map(valueOnce);
    // In the order in which the calls were made
    assertEquals(results, [1, 11, 21, 22]);
    assertEquals(valueOf(v), 22);
  }
  v.dispose();
});

Deno.test("two functions' pending calls lose no update, in whichever order they are finished", async () => {
  const v = variable(0);
  using one = compile(() => {
    v.assign(v.add(1));
    return v.mul(1);
  });
  using double = compile(() => {
    v.assign(v.mul(2));
    return v.mul(1);
  });
  for (const [order, expected] of [[[0, 1], 2], [[1, 0], 1]] as const) {
    assign(v, 0);
    const calls = [one.begin(), double.begin()];
    await Promise.all(calls.map((call) => call.ran()));
    for (const index of order) (await calls[index].finish()).dispose();
    assertEquals(valueOf(v), expected);
  }
  v.dispose();
});

Deno.test("an assignment while async() is awaited is not lost", async () => {
  const v = variable(0);
  using compiled = slowlyAdding(v, 1);
  valueOnce(compiled());
  assign(v, 0);
  const call = compiled.async();
  assign(v, 100);
  assertEquals(valueOnce(await call), 101);
  assertEquals(valueOf(v), 101);
  const pending = compiled.begin();
  const finished = pending.finish();
  assign(v, 200);
  assertEquals(valueOnce(await finished), 201);
  v.dispose();
});

Deno.test("async() ends although its variable is assigned again and again", async () => {
  const v = variable(0);
  using compiled = slowlyAdding(v, 0.5);
  valueOnce(compiled());
  let count = 0;
  const timer = setInterval(() => assign(v, ++count), 0);
  const result = valueOnce(await compiled.async());
  clearInterval(timer);
  assertEquals(result, valueOf(v));
  assertEquals(Math.abs(result % 1 - 0.5) < 1e-3, true, `${result}`);
  v.dispose();
});

Deno.test("an eager optimizer's step while a recorded one is awaited is not lost", async () => {
  const run = async (together: boolean) => {
    const w = tf.tidy(() => tf.variable(tf.tensor1d([3, -2])));
    const optimizer = tf.train.momentum(0.1, 0.9);
    const loss = () => w.square().sum().asScalar();
    using step = compile(() => optimizer.minimize(loss, true)!);
    valueOnce(step());
    const running = together ? step.async() : undefined;
    optimizer.minimize(loss);
    valueOnce(await (running ?? step.async()));
    const values = [...w.dataSync()];
    w.dispose();
    optimizer.dispose();
    return values;
  };
  assertEquals(await run(true), await run(false));
});

Deno.test("random numbers drawn while async() is awaited are not drawn twice", async () => {
  const v = variable(0);
  using noisy = compile(() => {
    v.assign(v.add(1));
    return tf.randomUniform([]);
  });
  using other = compile(() => tf.randomNormal([]));
  const draw = () => tf.tidy(() => valueOf(tf.randomUniform([])));
  const [noise, next] = [noisy(), other()];
  tf.dispose([noise, next]);
  setRandomSeed(3);
  const expected = [draw(), valueOnce(noisy()), valueOnce(other())];
  const state = randomState();
  setRandomSeed(3);
  const calls = [noisy.async(), other.async()];
  const drawn = draw();
  const results = (await Promise.all(calls)).map(valueOnce);
  assertEquals([drawn, ...results], expected);
  assertEquals(randomState(), state);
  v.dispose();
});

Deno.test("async() reads the current values again if TensorFlow failed on old ones", async () => {
  const divisor = tf.tidy(() => tf.variable(tf.scalar(0, "int32")));
  const six = tf.scalar(6, "int32");
  using divide = compile(() => {
    const result = tf.floorDiv(six, divisor);
    divisor.assign(divisor.add(tf.scalar(1, "int32")));
    return result;
  });
  const before = alive();
  const call = divide.async();
  tf.tidy(() => divisor.assign(tf.scalar(2, "int32")));
  assertEquals(valueOnce(await call), 3);
  assertEquals(valueOf(divisor), 3);
  assertEquals(alive().tensors, before.tensors);
  tf.dispose([divisor, six]);
});

Deno.test("a call doesn't end with the error of a cancelled one, or of its own first run", async () => {
  const divisor = tf.tidy(() => tf.variable(tf.scalar(0, "int32")));
  const six = tf.scalar(6, "int32");
  using divide = compile((x: tf.Tensor) => tf.floorDiv(x, divisor));
  const set = (value: number) =>
    tf.tidy(() => divisor.assign(tf.scalar(value, "int32")));
  for (let round = 0; round < 20; round++) {
    set(0);
    const [cancelled, stale] = [divide.begin(six), divide.begin(six)];
    if (round % 2 === 0) await turn();
    cancelled[Symbol.dispose]();
    set(2);
    const behind = divide.begin(six);
    assertEquals(valueOnce(await stale.finish()), 3);
    assertEquals(valueOnce(await behind.finish()), 3);
    set(0);
    divide.begin(six)[Symbol.dispose]();
    await turn();
    set(3);
    assertEquals(valueOnce(await divide.async(six)), 2);
  }
  set(0);
  await assertRejects(() => divide.async(six), Error, "division by zero");
  tf.dispose([divisor, six]);
});

Deno.test("async() runs anew although its arguments were disposed", async () => {
  const v = variable(1);
  idOf(v);
  using compiled = compile((x: tf.Tensor, { y }: { y: tf.Tensor }) => {
    v.assign(v.mul(x).add(y));
    return v.mul(1);
  });
  for (const shared of [false, true]) {
    const before = alive();
    // A tensor that shares the variable's data must keep its value, too
    const x = shared ? v.clone() : tf.scalar(valueOf(v));
    const y = tf.scalar(5);
    const call = compiled.async(x, { y });
    tf.dispose([x, y]);
    const factor = valueOf(v);
    assign(v, 10);
    assertEquals(valueOnce(await call), 10 * factor + 5);
    assertEquals(alive(), before);
  }
  v.dispose();
});

Deno.test("a call that changes nothing doesn't wait for another function's", async () => {
  const v = variable(0);
  using slow = slowlyAdding(v, 1, 200);
  using twice = compile((x: tf.Tensor) => x.mul(2));
  const x = tf.scalar(2);
  for (const compiled of [slow, twice]) tf.dispose(compiled(x));
  const ends: string[] = [];
  await Promise.all([
    slow.async().then((result) => (result.dispose(), ends.push("slow"))),
    twice.async(x).then((result) => (result.dispose(), ends.push("quick"))),
  ]);
  assertEquals(ends, ["quick", "slow"]);
  tf.dispose([v, x]);
});

Deno.test("a pending call can be waited for, disposed and finished in any state without harm", async () => {
  const v = variable(0);
  const compiled = compile((x: tf.Tensor) => {
    v.assign(v.add(x));
    return x.mul(2);
  });
  const x = tf.scalar(1);
  [v, x].forEach(idOf);
  const before = alive();
  const cancelled = compiled.begin(x);
  cancelled[Symbol.dispose]();
  await cancelled.ran();
  const calls = [compiled.begin(x), compiled.begin(x)];
  // Both are waited for when the first is finished and its result freed
  const waiting = calls.map((call) => call.ran());
  await waiting[1];
  (await calls[0].finish()).dispose();
  await calls[0].ran();
  calls[1][Symbol.dispose]();
  await Promise.all([...waiting, calls[1].ran()]);
  compiled.dispose();
  for (const call of [cancelled, ...calls]) {
    await call.ran();
    await assertRejects(() => call.finish(), Error, "Cannot finish a call");
    call[Symbol.dispose]();
  }
  assertEquals([valueOf(v), alive()], [1, before]);
  tf.dispose([v, x]);
});

Deno.test("a function may be disposed while a cancelled call is still waited for", async () => {
  const zero = tf.scalar(0, "int32");
  const [nothing, failing] = [
    () => compile(() => void zero.add(zero)),
    () => compile(() => tf.floorDiv(zero, zero)),
  ];
  idOf(zero);
  const before = alive();
  for (let round = 0; round < 50; round++) {
    for (const newFunction of [nothing, failing]) {
      const compiled = newFunction();
      const call = compiled.begin();
      const waiting = call.ran();
      call[Symbol.dispose]();
      compiled.dispose();
      if (round % 2 === 0) await waiting;
    }
  }
  await turn();
  assertEquals(alive(), before);
  zero.dispose();
});

Deno.test("begin() and async() are refused in a function that is recorded", async () => {
  using inner = compile((x: tf.Tensor) => x.mul(2));
  using begins = compile((x: tf.Tensor) => {
    inner.begin(x);
    return x;
  });
  using awaits = compile((x: tf.Tensor) =>
    inner.async(x) as unknown as tf.Tensor
  );
  const x = tf.scalar(1);
  const message = "Cannot record a pending call";
  assertThrows(() => begins(x), RecordingError, message);
  assertThrows(() => awaits(x), RecordingError, "async function");
  assertEquals(valueOnce(await inner.async(x)), 2);
  x.dispose();
});

Deno.test("async() ends well although another backend was chosen in the meantime", async () => {
  const v = variable(1);
  using compiled = slowlyAdding(v, 1);
  valueOnce(compiled());
  const before = tf.memory().numTensors;
  try {
    const call = compiled.async();
    await tf.setBackend("cpu");
    const result = await call;
    assertEquals([valueOf(result), valueOf(v)], [3, 3]);
    assertEquals(tf.tidy(() => valueOf(result.add(v))), 6);
    result.dispose();
    // The other backend takes the variable's data: the call runs again there
    const second = compiled.async();
    tf.tidy(() => v.assign(v.add(10)));
    const sum = valueOnce(await second);
    assertEquals(Math.round(sum), 14);
  } finally {
    await tf.setBackend("tensorflow");
  }
  assertEquals(Math.round(valueOf(v)), 14);
  assertEquals(Math.round(valueOnce(compiled())), 15);
  assertEquals(tf.memory().numTensors, before);
  v.dispose();
});
