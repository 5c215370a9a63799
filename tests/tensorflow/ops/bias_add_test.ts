import { ops, tf } from "../../../lib/tensorflow/mod.ts";
import { assertFiniteDifferences, assertSameGradients } from "./gradients.ts";
import { withEngine } from "./with_engine.ts";

Deno.test("biasAdd() agrees with the stock gradient and finite differences", () =>
  withEngine(() => {
    for (const shape of [[3, 4], [2, 3, 3, 4]]) {
      const inputs = [tf.randomNormal(shape), tf.randomNormal([4])];
      const ours = (x: tf.Tensor, b: tf.Tensor) =>
        ops.biasAdd(x, b as tf.Tensor1D);
      assertSameGradients(ours, (x, b) => x.add(b), inputs);
      assertFiniteDifferences(ours, inputs);
    }
  }));
