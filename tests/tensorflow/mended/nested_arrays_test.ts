import { assertEquals, assertThrows } from "@std/assert";
import { init, tf } from "../../../lib/tensorflow/mod.ts";

await init();

Deno.test("tensors of arrays with uneven rows are refused, with the row", () => {
  const uneven: [tf.TensorLike, string][] = [
    [[[1, 2], [3]], "arr[1] should have 2 elements, but has 1"],
    [[[1, 2], [3, 4, 5], [6]], "arr[1] should have 2 elements, but has 3"],
    [[[[1]], [[2, 3]]], "arr[1][0] should have 1 elements, but has 2"],
    [[[1, 2], 3] as never, "arr[1] should have 2 elements, but has 0"],
  ];
  for (const [values, message] of uneven) {
    assertThrows(() => tf.tensor(values), RangeError, message);
  }
  assertThrows(() => tf.tensor2d([[1, 2], [3]]), RangeError, "arr[1]");
  assertThrows(
    () => tf.add([[1, 2], [3]], 1),
    RangeError,
    "shape [2,2]: it must have 4 values: there are 3",
  );
});

Deno.test("even arrays, of strings and bytes too, make tensors as before", () => {
  tf.tidy(() => {
    assertEquals(tf.tensor([[1, 2], [3, 4]]).shape, [2, 2]);
    assertEquals(tf.tensor([new Float32Array([1]), [2]] as never).shape, [
      2,
      1,
    ]);
    assertEquals(tf.tensor([["a"], ["bc"]]).shape, [2, 1]);
    const bytes = [new Uint8Array([1]), new Uint8Array([2, 3])];
    assertEquals(tf.tensor(bytes as never, [2], "string").shape, [2]);
    assertEquals(tf.tensor([]).shape, [0]);
  });
});

Deno.test("missing numbers are NaN, as in NumPy; words, and gaps in whole numbers, are refused", () => {
  tf.tidy(() => {
    const given = [[1, undefined], [null, 4]] as unknown as number[][];
    assertEquals(tf.tensor(given).arraySync(), [[1, NaN], [NaN, 4]]);
    assertEquals(tf.tensor1d(["1.5", "2"] as never, "float32").arraySync(), [
      1.5,
      2,
    ]);
  });
  const refused: [values: unknown, dtype: "int32" | "bool" | undefined][] = [
    [[1, undefined], "int32"],
    [[true, undefined], undefined],
    [[1, "x"], undefined],
  ];
  for (const [values, dtype] of refused) {
    assertThrows(
      () => tf.tensor1d(values as number[], dtype),
      TypeError,
      "its values must be numbers or booleans: arr[1] is",
    );
  }
});

Deno.test("arrays of tensors without elements have their rows", () => {
  tf.tidy(() => {
    assertEquals(tf.zeros([2, 0]).arraySync(), [[], []]);
    assertEquals(tf.zeros([1, 2, 0]).arraySync(), [[[], []]]);
    assertEquals(tf.zeros([0, 2]).arraySync(), []);
  });
});

Deno.test("tf.meshgrid() leaves no tensor behind", () => {
  const x = tf.tensor1d([1, 2]);
  const before = tf.memory().numTensors;
  const grid = tf.meshgrid(x, x);
  assertEquals(tf.memory().numTensors, before + 2);
  tf.dispose([...grid, x]);
});
