import { tf } from "../../../tfjs.ts";
import { prototypeOf, replaceMethod } from "../replace.ts";
import { type Masks, wholeMask } from "./merged_masks.ts";

/** The members of TensorFlow.js's merging layers that are used here. */
interface Merge {
  readonly mergeFunction: unknown;
  readonly reshapeRequired?: boolean;
  call(
    inputs: tf.Tensor[],
    kwargs: { readonly mask?: Masks },
  ): tf.Tensor;
}

type Merged = (inputs: tf.Tensor[], masks: Masks) => tf.Tensor;

/**
 * Products, maxima and minima of sequences leave out the steps that a mask hides in
 * one of them, as in Keras 3.
 */
export function mendMergedValues(): void {
  const layers: Readonly<Record<string, Merged>> = {
    Multiply: multiply,
    Maximum: pairwise(tf.maximum),
    Minimum: pairwise(tf.minimum),
  };
  for (const [className, merged] of Object.entries(layers)) {
    const prototype = prototypeOf<Merge>(className);
    const { mergeFunction } = prototype;
    replaceMethod(prototype, "call", (stock) =>
      function (inputs, kwargs) {
        const masks = [kwargs?.mask ?? []].flat();
        // Other layers extend these
        const isOwn = this.mergeFunction === mergeFunction;
        return masks.length === inputs.length && isOwn && !this.reshapeRequired
          ? tf.tidy(() => merged(inputs, masks))
          : stock.call(this, inputs, kwargs);
      });
  }
}

/** A hidden step is 1, or 0 where all are hidden. */
function multiply(inputs: tf.Tensor[], masks: Masks): tf.Tensor {
  const whole = inputs.map((x, i) => masks[i] && wholeMask(x, masks[i]));
  const factors = inputs.map((x, i) =>
    whole[i] ? tf.where(whole[i]!, x, tf.onesLike(x)) : x
  );
  const product = factors.reduce((all, one) => tf.mul(all, one));
  if (whole.some((mask) => !mask)) return product;
  const any = (whole as tf.Tensor[]).reduce((all, mask) =>
    tf.logicalOr(all, mask)
  );
  return tf.where(any, product, tf.zerosLike(product));
}

/** A hidden step is that of the other sequence. */
function pairwise(
  merge: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor,
): Merged {
  return ([first, ...others], [firstMask, ...otherMasks]) => {
    let output = first;
    let outputMask = firstMask && wholeMask(first, firstMask);
    others.forEach((x, i) => {
      const mask = otherMasks[i] && wholeMask(x, otherMasks[i]);
      const given = mask ? tf.where(mask, x, output) : x;
      const before = outputMask ? tf.where(outputMask, output, given) : output;
      outputMask = mask && outputMask && tf.logicalOr(outputMask, mask);
      output = merge(before, given);
    });
    return output;
  };
}
