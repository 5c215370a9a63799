import { ops, tf } from "../../../lib/tensorflow/mod.ts";
import { assertFiniteDifferences, assertSameGradients } from "./gradients.ts";
import { withEngine } from "./with_engine.ts";

/** Values away from ReLU's kink, where it has no derivative. */
const awayFromZero = (shape: number[]) => {
  const x = tf.randomNormal(shape);
  return x.add(x.sign().mul(0.1));
};

Deno.test("relu() agrees with the stock gradient and finite differences", () =>
  withEngine(() => {
    const x = awayFromZero([4, 5]);
    assertSameGradients((x) => ops.relu(x), (x) => tf.relu(x), [x]);
    assertFiniteDifferences((x) => ops.relu(x), [x]);
  }));
