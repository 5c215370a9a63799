/**
 * Replaces tf.batchNorm and its kin: without a scale TensorFlow.js finds no
 * gradient, and one of numbers that are broadcast has another shape than they.
 *
 * @module
 */
import type * as namespace from "npm:@tensorflow/tfjs-core@4.22.0";
import { core, numeric, replaceOps } from "./replace.ts";

type Tensor = namespace.Tensor;
type BatchNorm = (
  x: unknown,
  mean: unknown,
  variance: unknown,
  offset?: unknown,
  scale?: unknown,
  epsilon?: number,
) => Tensor;

/** The operation with a scale, and with what is broadcast as large as `x`. */
function whole<Operation>(operation: Operation): Operation {
  const stock = operation as BatchNorm;
  const replacement: BatchNorm = (x, mean, variance, offset, scale, epsilon) =>
    core.tidy(() => {
      const $x = numeric(x), $mean = numeric(mean);
      if (!$x || !$mean) {
        return stock(x, mean, variance, offset, scale, epsilon);
      }
      const given = [$mean, variance, offset, scale ?? core.onesLike($mean)];
      const [m, v, o, s] = given.map((one) => {
        const tensor = numeric(one);
        return tensor && isBroadcast(tensor, $x)
          ? core.broadcastTo(tensor, $x.shape)
          : one;
      });
      return stock($x, m, v, o, s, epsilon);
    });
  return replacement as Operation;
}

/** Whether a tensor of the same rank, more than a vector, has other sizes. */
function isBroadcast({ rank, shape }: Tensor, x: Tensor): boolean {
  return rank > 1 && rank === x.rank &&
    shape.every((size, i) => size === 1 || size === x.shape[i]) &&
    shape.some((size, i) => size !== x.shape[i]);
}

replaceOps({
  batchNorm: whole(core.batchNorm),
  batchNorm2d: whole(core.batchNorm2d),
  batchNorm3d: whole(core.batchNorm3d),
  batchNorm4d: whole(core.batchNorm4d),
});
