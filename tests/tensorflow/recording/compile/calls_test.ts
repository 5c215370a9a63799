import { assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import { compile } from "../../../../lib/tensorflow/mod.ts";
import type { Structure } from "../../../../lib/tensorflow/recording/structure.ts";
import {
  alive,
  assertNothingLeaks,
  assertSameTensor,
  idOf,
  tf,
} from "../../../support/tensorflow.ts";

Deno.test("compile() runs JavaScript once for each signature", () => {
  let runs = 0;
  using double = compile((x: tf.Tensor) => {
    runs++;
    return x.mul(2);
  });
  const call = (x: tf.Tensor) => tf.tidy(() => double(x).arraySync());
  tf.tidy(() => {
    assertEquals(call(tf.tensor1d([1, 2])), [2, 4]);
    assertEquals(call(tf.tensor1d([3, 4])), [6, 8]);
    assertEquals(runs, 1);
    assertEquals(call(tf.tensor1d([3])), [6]);
    assertEquals(runs, 2);
    assertEquals(call(tf.tensor1d([3], "int32")), [6]);
    assertEquals(runs, 3);
    assertEquals(call(tf.tensor1d([5, 6])), [10, 12]);
    assertEquals(runs, 3);
  });
  assertEquals(double.recordings.map(({ signature }) => signature), [
    "float32[1]",
    "int32[1]",
    "float32[2]",
  ]);
});

Deno.test("compile() takes and returns nested structures", () => {
  using compiled = compile(
    (batch: { images: tf.Tensor[]; scale: number }, name: string) => ({
      name,
      scaled: batch.images.map((image) => image.mul(batch.scale)),
      nested: [null, undefined, true, [{
        sum: tf.addN(batch.images),
      }]] as const,
    }),
  );
  assertNothingLeaks(() =>
    tf.tidy(() => {
      const images = [tf.tensor1d([1, 2]), tf.tensor1d([3, 4])];
      for (let call = 0; call < 2; call++) {
        const result = compiled({ images, scale: 10 }, "batch");
        assertEquals(result.name, "batch");
        assertEquals(
          result.scaled.map((tensor) => tensor.arraySync()),
          [[10, 20], [30, 40]],
        );
        assertEquals(result.nested.slice(0, 3), [null, undefined, true]);
        assertEquals(result.nested[3][0].sum.arraySync(), [4, 6]);
        tf.dispose([result.scaled, result.nested[3][0].sum]);
      }
    })
  );
});

Deno.test("compile() keeps plain arguments by value", () => {
  let runs = 0;
  using compiled = compile((...values: unknown[]) => {
    runs++;
    return tf.tensor1d(values.map((value) => Number(value)));
  });
  const calls: unknown[][] = [
    [1, true],
    [1, false],
    ["1", true],
    [1, "true"],
    [-0, true],
    [0, true],
    [NaN],
    [undefined],
    [null],
    [],
  ];
  for (const [index, args] of calls.entries()) {
    for (let again = 0; again < 2; again++) {
      const result = compiled(...args as never[]);
      assertEquals(result.arraySync(), args.map((value) => Number(value)));
      result.dispose();
    }
    assertEquals(runs, index + 1, `${args}`);
  }
});

Deno.test("compile() distinguishes structures with the same tensors", () => {
  let runs = 0;
  using compiled = compile((_: Structure) => ++runs);
  tf.tidy(() => {
    const [a, b] = [tf.scalar(1), tf.scalar(2)];
    for (let again = 0; again < 2; again++) {
      compiled([a, b]);
      compiled([[a], b]);
      compiled({ a, b });
      compiled({ a, c: b });
      compiled({ a: [a, b] });
    }
  });
  assertEquals(runs, 5);
});

Deno.test("compile() returns arguments, captures and a tensor twice", () => {
  const outside = tf.tensor1d([7]);
  idOf(outside);
  using compiled = compile((x: tf.Tensor) => {
    const y = x.add(1);
    return [x, y, y, outside, tf.scalar(5)];
  });
  assertNothingLeaks(() => {
    const x = tf.tensor1d([1]);
    for (let call = 0; call < 2; call++) {
      const results = compiled(x);
      assertEquals(results.map((tensor) => tensor.arraySync()), [
        [1],
        [2],
        [2],
        [7],
        5,
      ]);
      // Each is a separate tensor, which the caller disposes
      results.forEach((tensor) => tensor.dispose());
    }
    assertEquals(x.arraySync(), [1]);
    x.dispose();
  });
  outside.dispose();
});

Deno.test("compile() accepts the same tensor twice and a tensor with its clone", () => {
  using add = compile((a: tf.Tensor, b: tf.Tensor) => a.add(b));
  tf.tidy(() => {
    const x = tf.tensor1d([1, 2]);
    assertEquals(add(x, x).arraySync(), [2, 4]);
    assertEquals(add(x, x.clone()).arraySync(), [2, 4]);
    assertEquals(add(x, tf.tensor1d([5, 5])).arraySync(), [6, 7]);
  });
});

Deno.test("compile() keeps each dtype", () => {
  using compiled = compile((tensors: tf.Tensor[]) =>
    tensors.map((x) => x.reshape([1, x.size]))
  );
  tf.tidy(() => {
    const tensors = [
      tf.tensor1d([1.5, NaN]),
      tf.tensor1d([1, -2], "int32"),
      tf.tensor1d([true, false], "bool"),
      tf.tensor1d(["ü", "long ".repeat(50)]),
      tf.complex([1, 2], [3, 4]),
    ];
    for (let call = 0; call < 2; call++) {
      compiled(tensors).forEach((result, index) =>
        assertSameTensor(result, tensors[index].reshape(result.shape))
      );
    }
  });
});

Deno.test("compile() records constants of each dtype", () => {
  using compiled = compile(() => ({
    float: tf.tensor1d([0.1]).add(0),
    int: tf.tensor1d([7], "int32").add(tf.scalar(0, "int32")),
    bool: tf.tensor1d([true]).logicalNot(),
    string: tf.tensor1d(["a"]).reshape([1, 1]),
  }));
  tf.tidy(() => {
    for (let call = 0; call < 2; call++) {
      const { float, int, bool, string } = compiled();
      assertEquals(float.dataSync(), Float32Array.of(0.1));
      assertEquals(int.dataSync(), Int32Array.of(7));
      assertEquals(bool.dataSync(), Uint8Array.of(0));
      assertEquals(string.dataSync() as unknown, ["a"]);
    }
  });
});

Deno.test("compile() within compile() becomes part of the outer graph", () => {
  let innerRuns = 0;
  using inner = compile((x: tf.Tensor, n: number) => {
    innerRuns++;
    return x.mul(n);
  });
  using outer = compile((x: tf.Tensor) => inner(x, 2).add(inner(x, 3)));
  tf.tidy(() => {
    const x = tf.tensor1d([1, 2]);
    assertEquals(outer(x).arraySync(), [5, 10]);
    assertEquals(outer(x).arraySync(), [5, 10]);
  });
  assertEquals(innerRuns, 2);
  assertEquals(inner.recordings, []);
});

Deno.test("compile() records a gradient", () => {
  using gradient = compile((x: tf.Tensor) => tf.grad((x) => x.pow(3).sum())(x));
  tf.tidy(() => {
    assertEquals(gradient(tf.tensor1d([1, 2])).arraySync(), [3, 12]);
    assertEquals(gradient(tf.tensor1d([3, -1])).arraySync(), [27, 3]);
  });
});

Deno.test("compile() runs op by op inside a gradient", () => {
  using cube = compile((x: tf.Tensor) => x.pow(3));
  tf.tidy(() => {
    const x = tf.tensor1d([1, 2]);
    assertEquals(cube(x).arraySync(), [1, 8]);
    const gradient = tf.grad((x) => cube(x).sum());
    assertEquals(gradient(x).arraySync(), [3, 12]);
  });
});

Deno.test("compile() works within tf.tidy(), which disposes the results", () => {
  using compiled = compile((x: tf.Tensor) => x.add(1));
  const x = tf.tensor1d([1]);
  compiled(x).dispose();
  assertNothingLeaks(() => {
    tf.tidy(() => {
      compiled(x);
      compiled(x).add(1);
    });
  });
  x.dispose();
});

Deno.test("compile() uses tensors of another backend", () => {
  using compiled = compile((x: tf.Tensor) => x.add(captured));
  tf.setBackend("cpu");
  const captured = tf.tensor1d([1]);
  const x = tf.tensor1d([2]);
  tf.setBackend("tensorflow");
  assertEquals(compiled(x).dataSync()[0], 3);
  assertEquals(compiled(x).dataSync()[0], 3);
  tf.dispose([captured, x]);
});

Deno.test("compile() runs the function op by op on another backend", () => {
  let runs = 0;
  using compiled = compile((x: tf.Tensor) => {
    runs++;
    return x.add(1);
  });
  tf.setBackend("cpu");
  try {
    const before = tf.memory().numTensors;
    for (let call = 0; call < 2; call++) {
      const [x] = [tf.tensor1d([1])];
      const y = compiled(x);
      assertEquals(y.arraySync(), [2]);
      tf.dispose([x, y]);
    }
    assertEquals(tf.memory().numTensors, before);
    assertEquals(runs, 2);
    assertEquals(compiled.recordings, []);
  } finally {
    tf.setBackend("tensorflow");
  }
});

Deno.test("dispose() frees the recordings, and the next call records again", () => {
  const before = alive();
  let runs = 0;
  const compiled = compile((x: tf.Tensor) => {
    runs++;
    return x.add(1);
  });
  const x = tf.tensor1d([1]);
  compiled(x).dispose();
  assertNotEquals(compiled.recordings, []);
  compiled.dispose();
  compiled.dispose();
  assertEquals(compiled.recordings, []);
  compiled(x).dispose();
  assertEquals(runs, 2);
  compiled.dispose();
  x.dispose();
  assertEquals(alive(), before);
});

Deno.test("compile() refuses arguments and results other than tensors and plain values", () => {
  const before = alive();
  using compiled = compile((value: Structure) => value);
  const call = (value: unknown) => () => compiled(value as Structure);
  const message = "it must be a tensor, a number";
  for (const value of [() => 1, new Map(), new Float32Array(1), 1n, Symbol()]) {
    assertThrows(call(value), TypeError);
  }
  assertThrows(call(new Date()), TypeError, `argument 1: ${message}`);
  assertThrows(call({ a: [new Map()] }), TypeError, "argument 1.a");
  const cyclic: unknown[] = [];
  cyclic.push(cyclic);
  assertThrows(call(cyclic), RangeError);
  for (const result of [new Map(), () => 1, new Float32Array(1)]) {
    using returning = compile(() => result as never);
    assertThrows(() => returning(), TypeError, `the result: ${message}`);
  }
  assertEquals(alive(), before);
});

Deno.test("a graph too large for TensorFlow's optimizer gives the same", () => {
  using count = compile((x: tf.Tensor) => {
    let y = x;
    for (let i = 0; i < 6100; i++) y = y.add(1);
    return y;
  });
  assertEquals(count(tf.scalar(2)).dataSync()[0], 6102);
});
