import { tensorFlowBackend } from "../../backend/active.ts";
import { batchNorm } from "../../ops/batch_norm.ts";
import { tf } from "../../tfjs.ts";
import { onlyTensor, type Weight } from "../stock.ts";
import { prototypeOf, replaceMethod } from "./replace.ts";

/** The members of TensorFlow.js's batch normalization that are used here. */
interface BatchNormalization {
  readonly trainable: boolean;
  gamma?: Pick<Weight, "read">;
  beta?: Pick<Weight, "read">;
  readonly movingMean: Weight & { readonly shape: number[] };
  readonly movingVariance: Weight;
  axis: number;
  readonly momentum: number;
  readonly epsilon: number;
  call(
    inputs: tf.Tensor | tf.Tensor[],
    kwargs?: { training?: boolean; mask?: tf.Tensor | null },
  ): tf.Tensor;
}

/** TensorFlow.js normalizes tensors of up to so many axes. */
const MAX_RANK = 4;

/**
 * `tf.layers.batchNormalization` trains without scale or without center, too, as
 * one operation where TensorFlow has one, and on volumes. Frozen it infers. Steps
 * that a mask leaves out don't count, as in Keras.
 */
export function mendBatchNormalization(): void {
  const prototype = prototypeOf<BatchNormalization>("BatchNormalization");
  replaceMethod(prototype, "call", (stock) =>
    function (inputs, kwargs) {
      if (!kwargs?.training) return stock.call(this, inputs, kwargs);
      if (isFrozen(this)) return stock.call(this, inputs, { training: false });
      const { gamma, beta } = this;
      const { shape } = this.movingMean;
      try {
        this.gamma ??= { read: () => tf.ones(shape) };
        this.beta ??= { read: () => tf.zeros(shape) };
        const x = onlyTensor(inputs);
        const { mask } = kwargs;
        if (mask?.rank === x.rank - 1) {
          return tf.tidy(() => trainMasked(this, x, mask));
        }
        return isFusible(this, x)
          ? tf.tidy(() => train(this, x))
          : stock.call(this, inputs, kwargs);
      } finally {
        this.gamma = gamma;
        this.beta = beta;
      }
    });
  replaceMethod(prototype, "call", (ofRows) =>
    function (inputs, kwargs) {
      const x = onlyTensor(inputs);
      const { axis } = this;
      if (x.rank <= MAX_RANK) return ofRows.call(this, inputs, kwargs);
      this.axis = -1;
      try {
        return byRows(x, axis, (rows) => ofRows.call(this, rows, kwargs));
      } finally {
        this.axis = axis;
      }
    });
}

/**
 * Whether the layer, or a model that it is part of, was set to stay as it is: as in
 * Keras it then normalizes by its averages and leaves them alone.
 */
function isFrozen({ trainable, gamma, beta }: BatchNormalization): boolean {
  const weight = (gamma ?? beta)?.read() as tf.Variable | undefined;
  return !trainable || weight?.trainable === false;
}

/** Applies a function to a matrix whose columns are what an axis counts. */
function byRows(
  x: tf.Tensor,
  axis: number,
  apply: (rows: tf.Tensor) => tf.Tensor,
): tf.Tensor {
  const last = x.rank - 1;
  const swap = Array.from({ length: x.rank }, (_, i) => i);
  const from = axis < 0 ? axis + x.rank : axis;
  [swap[from], swap[last]] = [last, from];
  return tf.tidy(() => {
    const swapped = tf.transpose(x, swap);
    const rows = swapped.reshape([-1, swapped.shape[last]]);
    return tf.transpose(apply(rows).reshape(swapped.shape), swap);
  });
}

/** Whether TensorFlow's operation does it. It has no second derivative. */
function isFusible({ axis }: BatchNormalization, x: tf.Tensor): boolean {
  return tensorFlowBackend() !== undefined &&
    tf.engine().state.gradientDepth <= 1 &&
    (axis === -1 || axis === x.rank - 1) &&
    x.dtype === "float32" && x.size > 0;
}

/** Normalizes a batch, and moves the averages as the stock layer does. */
function train(layer: BatchNormalization, x: tf.Tensor): tf.Tensor {
  const { movingMean, movingVariance, momentum, epsilon } = layer;
  const channels = x.shape.at(-1)!;
  const count = x.size / channels;
  const image = x.reshape([count, 1, 1, channels]);
  // A momentum of 0 has the batch's own mean and variance come out
  const { y, movingMean: mean, movingVariance: variance } = batchNorm(image, {
    gamma: layer.gamma!.read(),
    beta: layer.beta!.read(),
    movingMean: movingMean.read(),
    movingVariance: movingVariance.read(),
  }, { momentum: 0, epsilon });
  // The stock layer's variance is without Bessel's correction
  const biased = variance.mul(Math.max(1, count - 1) / count);
  move(movingMean, mean, momentum);
  move(movingVariance, biased, momentum);
  return y.reshape(x.shape);
}

/** {@linkcode train} with the mean and variance of what a mask leaves. */
function trainMasked(
  layer: BatchNormalization,
  x: tf.Tensor,
  mask: tf.Tensor,
): tf.Tensor {
  const { movingMean, movingVariance, momentum, epsilon } = layer;
  const axis = layer.axis < 0 ? layer.axis + x.rank : layer.axis;
  const axes = x.shape.map((_, i) => i).filter((i) => i !== axis);
  const kept = tf.broadcastTo(mask.cast("bool").expandDims(-1), x.shape);
  const count = kept.cast("float32").sum(axes, true).add(1e-7);
  const meanOf = (values: tf.Tensor) =>
    tf.where(kept, values, tf.zerosLike(values)).sum(axes, true).div(count);
  const mean = meanOf(x);
  const centered = x.sub(mean);
  const variance = meanOf(centered.square());
  move(movingMean, mean.flatten(), momentum);
  move(movingVariance, variance.flatten(), momentum);
  const [gamma, beta] = [layer.gamma!, layer.beta!].map((weight) =>
    weight.read().reshape(mean.shape)
  );
  return centered.div(variance.add(epsilon).sqrt()).mul(gamma).add(beta);
}

/** Moves an average towards a batch's value. */
function move(average: Weight, value: tf.Tensor, momentum: number): void {
  const old = average.read();
  average.write(old.sub(old.sub(value).mul(1 - momentum)));
}
