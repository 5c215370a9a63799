import { assertEquals, assertThrows } from "@std/assert";
import { compile, ops, tf } from "../../../lib/tensorflow/mod.ts";
import { withEngine } from "./with_engine.ts";

Deno.test("gatherRows() reads rows of bytes, recorded and op by op", () =>
  withEngine(() => {
    const bytes = ops.uint8Tensor(
      Uint8Array.from([0, 1, 2, 253, 254, 255]),
      [3, 2],
    );
    const indices = tf.tensor1d([2, 0], "int32");
    using recorded = compile((i: tf.Tensor1D) => ops.gatherRows(bytes, i));
    for (const rows of [ops.gatherRows(bytes, indices), recorded(indices)]) {
      assertEquals(rows.dtype, "float32");
      assertEquals(rows.arraySync(), [[254, 255], [0, 1]]);
    }
  }));

Deno.test("gatherRows() refuses an index beyond the last row", () =>
  withEngine(() => {
    const bytes = ops.uint8Tensor(new Uint8Array(6), [3, 2]);
    assertThrows(
      () => ops.gatherRows(bytes, tf.tensor1d([3], "int32")),
      Error,
      "indices[0] = 3 is not in [0, 3)",
    );
  }));
