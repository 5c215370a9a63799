import { assertAlmostEquals } from "@std/assert";
import { ops, tf } from "../../../lib/tensorflow/mod.ts";
import { assertFiniteDifferences, assertSameGradients } from "./gradients.ts";
import { withEngine } from "./with_engine.ts";

const epsilon = 1e-3;

const batchNormY = (
  x: tf.Tensor,
  gamma: tf.Tensor,
  beta: tf.Tensor,
): tf.Tensor => {
  const channels = x.shape.at(-1)!;
  const [movingMean, movingVariance] = [
    tf.zeros([channels]),
    tf.ones([channels]),
  ];
  const state = { gamma, beta, movingMean, movingVariance };
  return ops.batchNorm(x, state, { momentum: 0.9, epsilon }).y;
};

const stockBatchNorm = (
  x: tf.Tensor,
  gamma: tf.Tensor,
  beta: tf.Tensor,
): tf.Tensor => {
  const axes = x.shape.slice(0, -1).map((_, axis) => axis);
  const { mean, variance } = tf.moments(x, axes);
  return x.sub(mean).div(variance.add(epsilon).sqrt()).mul(gamma).add(beta);
};

Deno.test("batchNorm() agrees with the stock gradient and finite differences", () =>
  withEngine(() => {
    for (const shape of [[8, 3], [3, 4, 4, 3]]) {
      const inputs = [
        tf.randomNormal(shape, 2, 3),
        tf.randomUniform([3], 0.5, 1.5),
        tf.randomNormal([3]),
      ];
      assertSameGradients(batchNormY, stockBatchNorm, inputs);
      assertFiniteDifferences(batchNormY, inputs);
    }
  }));

Deno.test("batchNorm() updates the moving averages", () =>
  withEngine(() => {
    const x = tf.randomNormal([4, 3, 3, 2], 5, 2);
    const state = {
      gamma: tf.ones([2]),
      beta: tf.zeros([2]),
      movingMean: tf.tensor1d([1, -1]),
      movingVariance: tf.tensor1d([2, 3]),
    };
    const out = ops.batchNorm(x, state, { momentum: 0.75, epsilon });
    const { mean, variance } = tf.moments(x, [0, 1, 2]);
    const corrected = variance.mul(36 / 35); // Bessel's, of 4·3·3 values
    const expected = [
      state.movingMean.mul(0.75).add(mean.mul(0.25)),
      state.movingVariance.mul(0.75).add(corrected.mul(0.25)),
    ];
    [out.movingMean, out.movingVariance].forEach((average, i) =>
      average.dataSync().forEach((value, channel) =>
        assertAlmostEquals(value, expected[i].dataSync()[channel], 1e-4)
      )
    );
  }));
