import { assertEquals } from "@std/assert";
import { gatherBatches } from "../../../../lib/tensorflow/models/fit/batch.ts";
import { alive, tf } from "../../../support/tensorflow.ts";

const order = tf.tensor1d([3, 0, 4, 2, 1], "int32");
const words = tf.tensor2d([["a"], ["b"], ["c"], ["d"], ["e"]]);
// A batch of two takes more than what is gathered at once
const large = tf.range(0, 5).expandDims(1).tile([1, 2 ** 18]);
const small = tf.tensor2d([[0], [1], [2], [3], [4]], [5, 1], "int32");

const inputs: Record<string, (tf.Tensor | null)[]> = {
  "small ones at once": [small, null],
  "large ones one by one": [large, small],
  "strings one by one": [words, small],
};
/** The first column of each batch of two. */
function firstColumns(inputs: readonly (tf.Tensor | null)[]): unknown[][] {
  return Array.from(gatherBatches(inputs, order, 2), ({ tensors, size }) => {
    const first = tensors[0]!;
    assertEquals(first.shape, [size, ...inputs[0]!.shape.slice(1)]);
    const column = first.slice([0, 0], [size, 1]);
    const values = Array.from(column.dataSync());
    tf.dispose([column, tensors.map((tensor) => tensor ?? [])]);
    return values;
  });
}

for (const [name, given] of Object.entries(inputs)) {
  Deno.test(`gatherBatches() gathers batches in order: ${name}`, () => {
    firstColumns(given);
    const before = alive();
    const [a, b, c, d, e] = given[0] === words ? "abcde" : [0, 1, 2, 3, 4];
    assertEquals(firstColumns(given), [[d, a], [e, c], [b]]);
    assertEquals(alive(), before);
  });
}

Deno.test("gatherBatches() frees what nobody took", () => {
  const before = alive();
  for (const { tensors } of gatherBatches([small], order, 1)) {
    tf.dispose(tensors as tf.Tensor[]);
    break;
  }
  assertEquals(alive(), before);
});
