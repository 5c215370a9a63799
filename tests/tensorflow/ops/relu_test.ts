import { ops, tf } from "../../../lib/tensorflow/mod.ts";
import { assertFiniteDifferences, assertSameGradients } from "./gradients.ts";
import { withEngine } from "./with_engine.ts";

/** Values away from ReLU's kink, where differences have no limit. */
const awayFromZero = (shape: number[]) => {
  const x = tf.randomNormal(shape);
  return x.add(x.sign().mul(0.1));
};

Deno.test("relu() has the stock gradient and that of finite differences", () =>
  withEngine(() => {
    const x = awayFromZero([4, 5]);
    assertSameGradients((x) => ops.relu(x), (x) => tf.relu(x), [x]);
    assertFiniteDifferences((x) => ops.relu(x), [x]);
  }));
