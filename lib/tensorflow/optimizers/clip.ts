import { tf } from "../tfjs.ts";
import type { NamedGradient } from "./stock.ts";

/** How gradients are clipped before a step; at most one of these. */
export interface ClipOptions {
  /** Every element goes to −clipvalue … clipvalue. */
  readonly clipvalue?: number;
  /** Each variable's gradient is scaled down to this norm. */
  readonly clipnorm?: number;
  /** All gradients are scaled down together to this norm. */
  readonly globalClipnorm?: number;
}

/** A gradient that is not null. */
export type Gradient = NamedGradient & { readonly tensor: tf.Tensor };

/** The square root of the sum of all squares. */
export function globalNorm(tensors: readonly tf.Tensor[]): tf.Scalar {
  return tf.tidy(() =>
    tf.sqrt(tf.addN(tensors.map((each) => tf.sum(tf.square(each)))))
  );
}

/** Scales tensors down together, so that their global norm is at most `norm`. */
export function clipByGlobalNorm(
  tensors: readonly tf.Tensor[],
  norm: number,
): tf.Tensor[] {
  return tf.tidy(() => {
    if (tensors.length === 0) return [];
    const scale = tf.div(norm, tf.maximum(globalNorm(tensors), norm));
    return tensors.map((each) => tf.mul(each, scale));
  });
}

/** Clips gradients as the options say. */
export function clip(
  gradients: readonly Gradient[],
  { clipvalue, clipnorm, globalClipnorm }: ClipOptions,
): readonly Gradient[] {
  const tensors = gradients.map(({ tensor }) => tensor);
  const clipped = clipvalue !== undefined
    ? tensors.map((each) => tf.clipByValue(each, -clipvalue, clipvalue))
    : clipnorm !== undefined
    ? tensors.map((each) => clipByGlobalNorm([each], clipnorm)[0])
    : globalClipnorm !== undefined
    ? clipByGlobalNorm(tensors, globalClipnorm)
    : tensors;
  return gradients.map(({ name }, i) => ({ name, tensor: clipped[i] }));
}
