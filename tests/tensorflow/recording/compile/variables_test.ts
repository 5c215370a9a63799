import { assertEquals, assertThrows } from "@std/assert";
import { compile, RecordingError } from "../../../../lib/tensorflow/mod.ts";
import {
  alive,
  assertNothingLeaks,
  assertSameTensor,
  idOf,
  tf,
} from "../../../support/tensorflow.ts";

/** Creates a float32 variable. */
function variable(values: number[]): tf.Variable {
  return tf.tidy(() => tf.variable(tf.tensor1d(values)));
}

Deno.test("compile() reads variables at each call", () => {
  const w = variable([1, 2]);
  using double = compile(() => w.mul(2));
  tf.tidy(() => {
    assertEquals(double().arraySync(), [2, 4]);
    w.assign(tf.tensor1d([5, 6]));
    assertEquals(double().arraySync(), [10, 12]);
  });
  w.dispose();
});

Deno.test("compile() writes variables after each call, the first one too", () => {
  const w = variable([1, 2]);
  using step = compile((x: tf.Tensor) => {
    const before = w.add(0);
    w.assign(w.add(x));
    w.assign(w.mul(10));
    return [before, w.add(0)];
  });
  tf.tidy(() => {
    const x = tf.tensor1d([1, 1]);
    const [before, after] = step(x);
    assertEquals(before.arraySync(), [1, 2]);
    assertEquals(after.arraySync(), [20, 30]);
    assertEquals(w.arraySync(), [20, 30]);
    step(x);
    assertEquals(w.arraySync(), [210, 310]);
  });
  w.dispose();
});

Deno.test("compile() swaps two variables", () => {
  const [a, b] = [variable([1]), variable([2])];
  using swap = compile(() => {
    const old = a.clone();
    a.assign(b as tf.Tensor);
    b.assign(old);
  });
  for (let call = 1; call <= 3; call++) {
    swap();
    const expected = call % 2 === 1 ? [2, 1] : [1, 2];
    assertEquals([a.dataSync()[0], b.dataSync()[0]], expected);
  }
  tf.dispose([a, b]);
});

Deno.test("compile() assigns an argument and a tensor from outside to a variable", () => {
  const w = variable([0]);
  const outside = tf.tensor1d([7]);
  using set = compile((x: tf.Tensor) => {
    w.assign(x);
    return w.add(0);
  });
  using reset = compile(() => void w.assign(outside));
  tf.tidy(() => {
    for (let call = 1; call <= 3; call++) {
      const x = tf.tensor1d([call]);
      assertEquals(set(x).arraySync(), [call]);
      assertEquals(w.arraySync(), [call]);
      reset();
      assertEquals(w.arraySync(), [7]);
      // The argument and the tensor outside are unchanged
      assertEquals(x.arraySync(), [call]);
      assertEquals(outside.arraySync(), [7]);
    }
  });
  tf.dispose([w, outside]);
});

Deno.test("compile() leaves a variable's clone unchanged", () => {
  const w = variable([1]);
  const early = w.clone();
  using increment = compile(() => void w.assign(w.add(1)));
  increment();
  const late = w.clone();
  increment();
  increment();
  assertEquals(early.dataSync()[0], 1);
  assertEquals(late.dataSync()[0], 2);
  assertEquals(w.dataSync()[0], 4);
  tf.dispose([w, early, late]);
});

Deno.test("compile() distinguishes a variable from the tensor that it was created from", () => {
  const initial = tf.tensor1d([1]);
  const w = tf.variable(initial); // shares its data
  using step = compile(() => {
    w.assign(w.add(1));
    return [w.add(0), initial.add(0)];
  });
  tf.tidy(() => {
    for (let call = 1; call <= 3; call++) {
      const [now, then] = step();
      assertEquals(now.arraySync(), [1 + call]);
      assertEquals(then.arraySync(), [1]);
    }
  });
  tf.dispose([w, initial]);
});

Deno.test("compile() never reads a variable instead of a tensor whose data it shares", () => {
  const captured = tf.tensor1d([1]);
  using read = compile(() => captured.add(0));
  read().dispose();
  const w = tf.variable(captured);
  captured.dispose();
  using increment = compile(() => void w.assign(w.add(1)));
  increment();
  assertThrows(() => read(), Error, "must be alive: it was disposed");
  assertEquals(w.dataSync()[0], 2);
  w.dispose();
});

Deno.test("compile() takes variables as arguments by identity", () => {
  const [a, b] = [variable([1]), variable([2])];
  let runs = 0;
  using add = compile((w: tf.Variable, x: tf.Tensor) => {
    runs++;
    w.assign(w.add(x));
    return w;
  });
  tf.tidy(() => {
    const x = tf.tensor1d([10]);
    assertEquals(add(a, x), a);
    assertEquals(add(b, x), b);
    add(a, x);
    assertEquals(a.arraySync(), [21]);
    assertEquals(b.arraySync(), [12]);
    assertEquals(runs, 2);
  });
  tf.dispose([a, b]);
});

Deno.test("compile() initializes the variables that the function creates", () => {
  const before = alive();
  let total: tf.Variable | undefined;
  using accumulate = compile((x: tf.Tensor) => {
    total ??= tf.variable(x.mul(0).sum().add(100));
    total.assign(total.add(x.sum()));
    return total.add(0);
  });
  tf.tidy(() => {
    assertEquals(accumulate(tf.tensor1d([1])).arraySync(), 101);
    assertEquals(accumulate(tf.tensor1d([2])).arraySync(), 103);
    assertEquals(total!.arraySync(), 103);
    // Another signature uses the same variable
    assertEquals(accumulate(tf.tensor2d([[5]])).arraySync(), 108);
    assertEquals(total!.arraySync(), 108);
  });
  total!.dispose();
  assertEquals(alive(), before);
});

Deno.test("compile() refuses a variable whose initial value depends on another new one", () => {
  const before = alive();
  using chained = compile((x: tf.Tensor) => {
    const first = tf.variable(x);
    tf.variable(first.add(1));
    return x;
  });
  tf.tidy(() => {
    assertThrows(
      () => chained(tf.scalar(1)),
      RecordingError,
      "must not depend on another variable that the function creates",
    );
  });
  assertEquals(alive(), before);
});

Deno.test("compile() refuses a variable that the function creates and disposes", () => {
  const before = alive();
  using temporary = compile((x: tf.Tensor) => {
    const w = tf.variable(x, false, "temporary");
    const y = w.add(1);
    w.dispose();
    return y;
  });
  tf.tidy(() => {
    assertThrows(
      () => temporary(tf.scalar(1)),
      RecordingError,
      'variable "temporary": it must outlive the function',
    );
  });
  assertEquals(alive(), before);
});

Deno.test("a call fails before it runs if a variable it needs was disposed", () => {
  const [read, written, other] = [[1], [2], [3]].map(variable);
  using step = compile((x: tf.Tensor) => {
    written.assign(x);
    other.assign(x);
    return read.add(x);
  });
  const x = tf.tensor1d([5]);
  step(x).dispose();
  tf.tidy(() => other.assign(tf.tensor1d([0])));
  written.dispose();
  assertNothingLeaks(() => {
    assertThrows(
      () => step(x),
      Error,
      `Cannot call the recorded function: variable "${written.name}" must be alive`,
    );
    read.dataSync();
  });
  assertEquals(other.dataSync()[0], 0);
  read.dispose();
  assertThrows(() => step(x), Error, "must be alive: it was disposed");
  tf.dispose([other, x]);
});

Deno.test("a call fails if a tensor that it needs from outside was disposed", () => {
  const outside = tf.tensor1d([1]);
  using add = compile((x: tf.Tensor) => x.add(outside));
  const x = tf.tensor1d([2]);
  add(x).dispose();
  outside.dispose();
  assertNothingLeaks(() => {
    assertThrows(
      () => add(x),
      Error,
      "a tensor that it uses from outside must be alive: it was disposed; keep it with tf.keep(), or pass it as an argument",
    );
  });
  x.dispose();
  assertThrows(() => add(x), Error, "disposed");
});

Deno.test("a call that TensorFlow refuses leaves variables as they were", () => {
  const count = variable([0]);
  using divide = compile((x: tf.Tensor, y: tf.Tensor) => {
    count.assign(count.add(1));
    return tf.floorDiv(x, y);
  });
  const [one, zero] = [1, 0].map((value) => tf.scalar(value, "int32"));
  divide(one, one).dispose();
  assertEquals(count.dataSync()[0], 1);
  idOf(zero);
  assertNothingLeaks(() => {
    assertThrows(() => divide(one, zero), Error, "division by zero");
  });
  assertEquals(count.dataSync()[0], 1);
  divide(one, one).dispose();
  assertEquals(count.dataSync()[0], 2);
  tf.dispose([count, one, zero]);
});

Deno.test("a function that throws while it is recorded leaves everything as it was", () => {
  const w = variable([1]);
  let fails = true;
  using step = compile((x: tf.Tensor) => {
    const y = x.add(w);
    w.assign(y);
    if (fails) throw new Error("midway");
    return y.add(0);
  });
  const x = tf.tensor1d([1]);
  idOf(w);
  idOf(x);
  const random = Math.random;
  const unscoped = tf.engine().state.activeScope;
  assertNothingLeaks(() => {
    for (let attempt = 0; attempt < 3; attempt++) {
      assertThrows(() => step(x), Error, "midway");
    }
  });
  assertEquals(w.dataSync()[0], 1);
  assertEquals(Math.random, random);
  assertEquals(tf.engine().state.activeScope, unscoped);
  assertEquals(step.recordings, []);
  // Calls still work, op by op and recorded
  tf.tidy(() => assertSameTensor(x.add(w), tf.tensor1d([2])));
  fails = false;
  tf.tidy(() => assertEquals(step(x).arraySync(), [2]));
  assertEquals(w.dataSync()[0], 2);
  tf.dispose([w, x]);
});

Deno.test("compile() keeps an optimizer's own variables", () => {
  const make = () => {
    const w = variable([1, -2, 3]);
    const optimizer = tf.train.momentum(0.1, 0.9);
    const step = (x: tf.Tensor) =>
      tf.tidy(() =>
        optimizer.minimize(
          () => w.mul(x).square().sum() as tf.Scalar,
          true,
          [w],
        )!
      );
    return { w, optimizer, step };
  };
  const [recorded, plain] = [make(), make()];
  using step = compile(recorded.step);
  tf.tidy(() => {
    const x = tf.tensor1d([0.5, 1, 0.1]);
    for (let i = 0; i < 5; i++) {
      assertSameTensor(step(x), plain.step(x), `loss at step ${i}`);
      assertSameTensor(recorded.w, plain.w, `weights at step ${i}`);
    }
  });
  for (const { w, optimizer } of [recorded, plain]) {
    optimizer.dispose();
    w.dispose();
  }
});
