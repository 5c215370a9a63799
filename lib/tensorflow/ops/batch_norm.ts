import { tensorFlowBackend } from "../backend/active.ts";
import { BACKEND_NAME } from "../backend/engine_state.ts";
import { tf } from "../tfjs.ts";
import { fusedBatchNorm, fusedBatchNormGrad } from "./raw_operations.ts";

/**
 * Parameters and moving averages of batch normalization, each float32
 * [channels].
 */
export interface BatchNormState {
  /** The scale. */
  readonly gamma: tf.Tensor;
  /** The offset. */
  readonly beta: tf.Tensor;
  /** The moving average of the batches' means. */
  readonly movingMean: tf.Tensor;
  /** The moving average of the batches' variances. */
  readonly movingVariance: tf.Tensor;
}

/** Settings of batch normalization. */
export interface BatchNormOptions {
  /** The weight of the old moving averages at each batch, below 1. */
  readonly momentum: number;
  /** Added to the variance before the division. */
  readonly epsilon: number;
}

/** A normalized batch and the updated moving averages. */
export interface BatchNorm {
  /** The normalized batch, in the input's shape. */
  readonly y: tf.Tensor;
  /** The updated moving mean; not differentiable. */
  readonly movingMean: tf.Tensor;
  /**
   * The moving variance, updated by the batch's variance with Bessel's
   * correction n/(n−1); not differentiable.
   */
  readonly movingVariance: tf.Tensor;
}

/** How several processes that share a batch out find its mean and variance. */
export interface SharedMoments {
  /** This process's part of the batch, from 0 to 1. */
  readonly weight: tf.Scalar;
  /** How many examples the whole batch has. */
  readonly batch: tf.Scalar;
  /** Adds values up over the processes, with a gradient. */
  sum(values: tf.Tensor): tf.Tensor;
}

let shared: SharedMoments | undefined;

/**
 * Runs a function in which {@linkcode batchNorm} normalizes by the mean and variance
 * of the whole batch, of which this process has a share; undefined changes nothing.
 */
export function withSharedMoments<Result>(
  moments: SharedMoments | undefined,
  fn: () => Result,
): Result {
  const outer = shared;
  shared = moments ?? outer;
  try {
    return fn();
  } finally {
    shared = outer;
  }
}

/**
 * Normalizes a batch by its own mean and (biased) variance over all axes but
 * the last: y = gamma·(x − mean)/√(variance + epsilon) + beta (Ioffe and
 * Szegedy 2015, algorithm 1). For training; it also updates the moving
 * averages.
 *
 * @param x float32 [batch, height, width, channels] or [batch, channels].
 */
export function batchNorm(
  x: tf.Tensor,
  state: BatchNormState,
  options: BatchNormOptions,
): BatchNorm {
  if (shared) return synchronized(x, state, options, shared);
  return tensorFlowBackend()
    ? fused(x, state, options)
    : composed(x, state, options);
}

/** A TensorFlow.js kernel of ours: `tf.customGrad` allows one output only. */
const KERNEL = "FusedBatchNormTraining";

function fused(
  x: tf.Tensor,
  state: BatchNormState,
  options: BatchNormOptions,
): BatchNorm {
  // TensorFlow's operation needs four axes; two of size 1 change nothing
  const image = x.rank === 4
    ? x
    : tf.reshape(x, [x.shape[0], 1, 1, x.shape[1]!]);
  const [y, movingMean, movingVariance] = tf.engine().runKernel(
    KERNEL,
    { x: image, ...state },
    { ...options },
  ) as tf.Tensor[];
  return { y: tf.reshape(y, x.shape), movingMean, movingVariance };
}

tf.registerKernel({
  kernelName: KERNEL,
  backendName: BACKEND_NAME,
  kernelFunc: ({ inputs, attrs }) => {
    const { x, gamma, beta, movingMean, movingVariance } = inputs;
    const { momentum, epsilon } = attrs as unknown as BatchNormOptions;
    const out = fusedBatchNorm(
      [x!, gamma!, beta!, movingMean!, movingVariance!],
      momentum,
      epsilon,
    );
    return [out.y, out.movingMean, out.movingVariance, ...out.reserved];
  },
});

tf.registerGradient({
  kernelName: KERNEL,
  inputsToSave: ["x", "gamma", "movingMean"],
  outputsToSave: [false, false, false, true, true, true],
  gradFunc: (dys, [x, gamma, movingMean, ...reserved], attrs) => {
    const { epsilon } = attrs as unknown as BatchNormOptions;
    // Computed here, because TensorFlow.js tidies around each function below
    const [dx, dGamma, dBeta] = fusedBatchNormGrad(
      (dys as tf.Tensor[])[0],
      x,
      gamma,
      reserved,
      epsilon,
    );
    // The averages are not trained, so nothing uses these gradients
    const none = () => tf.zerosLike(movingMean);
    return {
      x: () => dx,
      gamma: () => dGamma,
      beta: () => dBeta,
      movingMean: none,
      movingVariance: none,
    };
  },
});

/** The variance is E[x²] − E[x]², so that one reduction finds both, as in Keras. */
function synchronized(
  x: tf.Tensor,
  { gamma, beta, movingMean, movingVariance }: BatchNormState,
  { momentum, epsilon }: BatchNormOptions,
  { weight, batch, sum }: SharedMoments,
): BatchNorm {
  // Image by image first: one float32 sum over a whole batch is off by a thousandth
  const meanOf = (values: tf.Tensor) =>
    (values.rank === 4 ? values.mean([1, 2]) : values).mean(0);
  const own = tf.concat([meanOf(x), meanOf(x.square())]);
  const [mean, square] = tf.split(sum(own.mul(weight)), 2);
  const variance = tf.maximum(square.sub(mean.square()), 0);
  const y = x.sub(mean).mul(tf.rsqrt(variance.add(epsilon))).mul(gamma)
    .add(beta);
  const count = batch.mul(x.size / x.shape.at(-1)! / x.shape[0]);
  const bessel = count.div(tf.maximum(count.sub(1), 1));
  const average = (moving: tf.Tensor, value: tf.Tensor) =>
    moving.mul(momentum).add(value.mul(1 - momentum));
  return {
    y,
    movingMean: average(movingMean, mean),
    movingVariance: average(movingVariance, variance.mul(bessel)),
  };
}

function composed(
  x: tf.Tensor,
  { gamma, beta, movingMean, movingVariance }: BatchNormState,
  { momentum, epsilon }: BatchNormOptions,
): BatchNorm {
  const axes = x.shape.slice(0, -1).map((_, axis) => axis);
  const { mean, variance } = tf.moments(x, axes);
  const y = x.sub(mean)
    .mul(tf.rsqrt(variance.add(epsilon)))
    .mul(gamma)
    .add(beta);
  const count = x.size / x.shape.at(-1)!;
  const average = (moving: tf.Tensor, value: tf.Tensor) =>
    moving.mul(momentum).add(value.mul(1 - momentum));
  return {
    y,
    movingMean: average(movingMean, mean),
    movingVariance: average(
      movingVariance,
      variance.mul(count / Math.max(1, count - 1)),
    ),
  };
}
