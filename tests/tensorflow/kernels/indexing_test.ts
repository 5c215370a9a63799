import { assertEquals, assertThrows } from "@std/assert";
import { tf } from "../../../lib/tensorflow/mod.ts";
import { assertAgrees, numbers } from "./oracle.ts";

Deno.test("searchSorted() finds places from the left and from the right", async () => {
  const row = () => tf.tensor2d([[-3, 0, 0, 4], [1, 2, 3, 3]]);
  for (const side of ["left", "right"] as const) {
    await assertAgrees(() =>
      tf.searchSorted(row(), tf.tensor2d([[0, 5], [3, -1]]), side)
    );
  }
});

Deno.test("denseBincount() counts, weights and marks", async () => {
  const row = () => tf.tensor1d([0, 2, 2, 5], "int32");
  const rows = () => tf.tensor2d([[0, 2], [2, 2]], [2, 2], "int32");
  await assertAgrees(() => tf.denseBincount(row(), [], 4));
  await assertAgrees(() =>
    tf.denseBincount(row(), tf.tensor1d([1, 2, 3, 4]), 4)
  );
  await assertAgrees(() => tf.denseBincount(rows(), [], 4));
  await assertAgrees(() => tf.denseBincount(rows(), [], 4, true));
});

Deno.test("scatterND() accepts a vector of indices", async () => {
  await assertAgrees(() =>
    tf.scatterND(tf.tensor1d([1, 1, 3], "int32"), tf.tensor1d([5, 6, 7]), [5])
  );
});

Deno.test("einsum() refuses an output label that no input has", () => {
  assertThrows(
    () => tf.einsum("ij,jk->in", numbers([2, 3]), numbers([3, 2])),
    Error,
    "label n",
  );
});

Deno.test("sparseToDense() takes indices in any order", async () => {
  await assertAgrees(() =>
    tf.sparseToDense(
      tf.tensor1d([3, 0], "int32"),
      tf.tensor1d([1, 2]),
      [4],
      tf.scalar(9),
    )
  );
});

Deno.test("concat() of several dtypes gives the widest", () => {
  tf.tidy(() => {
    const y = tf.concat([tf.tensor1d([1], "int32"), tf.tensor1d([0.5])]);
    assertEquals(y.dtype, "float32");
    assertEquals([...y.dataSync()], [1, 0.5]);
  });
});
