import { assertEquals } from "@std/assert";
import { tf } from "../../../lib/tensorflow/mod.ts";
import { requireTensorFlowBackend } from "../../../lib/tensorflow/backend/active.ts";
import { runOperation } from "../../../lib/tensorflow/ops/raw_operations.ts";
import { withEngine } from "../ops/with_engine.ts";

const bits = (tensor: tf.Tensor) =>
  new Uint32Array(tensor.dataSync().slice().buffer);

Deno.test("matMul() op by op gives the bits of BatchMatMulV2, which recordings have", () =>
  withEngine(() => {
    const { TF_ATTR_BOOL } = requireTensorFlowBackend("test").binding;
    const size = () => 1 + Math.floor(Math.random() ** 2 * 60);
    for (let round = 0; round < 300; round++) {
      tf.tidy(() => {
        const [rows, inner, columns] = [size(), size(), size()];
        const [transposeA, transposeB] = [0.3, 0.1].map((share) =>
          Math.random() < share
        );
        const a = tf.randomNormal<tf.Rank.R2>(
          transposeA ? [inner, rows] : [rows, inner],
        );
        const b = tf.randomNormal<tf.Rank.R2>(
          transposeB ? [columns, inner] : [inner, columns],
        );
        const batched = runOperation("BatchMatMulV2", [
          { name: "adj_x", type: TF_ATTR_BOOL, value: transposeA },
          { name: "adj_y", type: TF_ATTR_BOOL, value: transposeB },
        ], [a, b]);
        assertEquals(
          bits(tf.matMul(a, b, transposeA, transposeB)),
          bits(batched),
          `${rows}, ${inner}, ${columns}, ${transposeA}, ${transposeB}`,
        );
      });
    }
  }));
