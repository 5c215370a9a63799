import { ops, tf } from "../../../lib/tensorflow/mod.ts";
import { assertFiniteDifferences, assertSameGradients } from "./gradients.ts";
import { withEngine } from "./with_engine.ts";

Deno.test("globalAveragePool() agrees with the stock gradient and finite differences", () =>
  withEngine(() => {
    const ours = (x: tf.Tensor) => ops.globalAveragePool(x as tf.Tensor4D);
    const x = tf.randomNormal([2, 3, 4, 2]);
    assertSameGradients(ours, (x) => x.mean([1, 2]), [x]);
    assertFiniteDifferences(ours, [x]);
  }));
