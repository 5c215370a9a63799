import { BACKEND_NAME, tensorFlowBackend } from "../backend/active.ts";
import { tf } from "../tfjs.ts";
import { fusedBatchNorm, fusedBatchNormGrad } from "./raw_operations.ts";

/** A batch normalization's parameters and statistics, each float32 [channels]. */
export interface BatchNormState {
  readonly gamma: tf.Tensor;
  readonly beta: tf.Tensor;
  readonly movingMean: tf.Tensor;
  readonly movingVariance: tf.Tensor;
}

/** Its settings. */
export interface BatchNormOptions {
  /** What the moving averages keep of themselves at each batch, below 1. */
  readonly momentum: number;
  /** Added to the variance. */
  readonly epsilon: number;
}

/** A normalized batch, and the moving averages with its statistics taken in. */
export interface BatchNorm {
  /** Of the input's shape. */
  readonly y: tf.Tensor;
  /** Not differentiable. */
  readonly movingMean: tf.Tensor;
  /** Of the variance with Bessel's correction n/(n−1); not differentiable. */
  readonly movingVariance: tf.Tensor;
}

/**
 * Normalizes a batch by its own mean and (biased) variance over all axes but
 * the last: y = gamma·(x − mean)/√(variance + epsilon) + beta (Ioffe and Szegedy
 * 2015, algorithm 1).
 *
 * @param x float32 [batch, height, width, channels] or [batch, channels].
 */
export function batchNorm(
  x: tf.Tensor,
  state: BatchNormState,
  options: BatchNormOptions,
): BatchNorm {
  return tensorFlowBackend()
    ? fused(x, state, options)
    : composed(x, state, options);
}

/** Our kernel's name; a kernel, because it has more than one output. */
const KERNEL = "FusedBatchNormTraining";

function fused(
  x: tf.Tensor,
  state: BatchNormState,
  options: BatchNormOptions,
): BatchNorm {
  // TensorFlow's kernel knows four axes; two of size 1 change nothing
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
    // At once: TensorFlow.js tidies around each of the functions below
    const [dx, dGamma, dBeta] = fusedBatchNormGrad(
      (dys as tf.Tensor[])[0],
      x,
      gamma,
      reserved,
      epsilon,
    );
    // Never followed further: the averages are not trained
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
