import { assertThrows } from "@std/assert";
import { compile, RecordingError, tf } from "../../../../lib/tensorflow/mod.ts";
import { assertAgrees, numbers } from "../oracle.ts";

const whole = (values: number[]) => tf.tensor1d(values, "int32");

for (const name of ["sparseSegmentSum", "sparseSegmentMean"] as const) {
  Deno.test(`${name} agrees with the oracle, recorded too`, () =>
    assertAgrees(() =>
      tf.sparse[name](
        numbers<tf.Rank.R3>([3, 2, 2]),
        whole([2, 0, 2, 1]),
        whole([0, 0, 2, 2]),
      )
    ));
}

Deno.test("sparseFillEmptyRows agrees with the oracle, recorded too", () =>
  assertAgrees(() =>
    Object.values(tf.sparse.sparseFillEmptyRows(
      tf.tensor2d([[0, 1], [2, 0], [2, 2]], [3, 2], "int32"),
      numbers<tf.Rank.R1>([3]),
      whole([4, 3]),
      tf.scalar(0.5),
    ))
  ));

Deno.test("recording a sparse operation is an error where the result's shape depends on values, and where an index is wrong", () => {
  const data = tf.ones([3, 2]);
  const ids = whole([0, 1]);
  using unknown = compile((data: tf.Tensor, ids: tf.Tensor) =>
    tf.sparse.sparseSegmentSum(data, [0, 1], ids as tf.Tensor1D)
  );
  assertThrows(
    () => unknown(data, ids),
    RecordingError,
    "Cannot record SparseSegmentSum: the inputs that it reads must have values",
  );
  using wrong = compile((data: tf.Tensor) =>
    tf.sparse.sparseSegmentMean(data, [0, 3], [0, 0])
  );
  assertThrows(() => wrong(data), Error, "indices[1] == 3 out of range");
  tf.dispose([data, ids]);
});
