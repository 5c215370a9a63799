import { tf } from "../../../tfjs.ts";
import { prototypeOf, replaceCreation, replaceMethod } from "../replace.ts";

/** The masks of several inputs. */
export type Masks = readonly (tf.Tensor | null | undefined)[];

/** The members of TensorFlow.js's layers that are used here. */
interface Layer {
  supportsMasking: boolean;
  readonly axis: number;
  readonly layer: Layer;
  computeMask(inputs: tf.Tensor[], masks?: Masks | null): tf.Tensor | null;
  call(
    inputs: tf.Tensor | tf.Tensor[],
    kwargs: Readonly<Record<string, unknown>>,
  ): tf.Tensor | tf.Tensor[];
}

/**
 * Layers pass masks on as in Keras 3: a step of a merged sequence counts if it does
 * in one of them. TensorFlow.js's merging layers leave out the last mask, or stop at
 * a sequence without one.
 */
export function mendMasks(): void {
  const merge = Object.getPrototypeOf(prototypeOf<Layer>("Add")) as Layer;
  merge.computeMask = (_inputs, masks) => {
    if (!masks || masks.some((mask) => !mask)) return null;
    const [first, ...others] = masks as tf.Tensor[];
    return tf.tidy(() =>
      others.reduce((all, mask) => tf.logicalOr(all, mask), first.cast("bool"))
    );
  };
  prototypeOf<Layer>("Concatenate").computeMask = function (inputs, masks) {
    if (!masks || masks.every((mask) => !mask)) return null;
    return tf.tidy(() => {
      const whole = inputs.map((input, i) => wholeMask(input, masks[i]));
      return tf.any(tf.concat(whole, this.axis), -1);
    });
  };
  for (const [name, factory] of [["LeakyReLU", "leakyReLU"], ["ELU", "elu"]]) {
    replaceCreation<Layer>(name, [factory], (create, config) => {
      const layer = create(config);
      layer.supportsMasking = true;
      return layer;
    });
  }
  replaceMethod(
    prototypeOf<Layer>("TimeDistributed"),
    "call",
    (stock) =>
      function (inputs, kwargs) {
        const mask = kwargs?.mask as tf.Tensor | null | undefined;
        return mask
          ? withStepsMask(this.layer, mask, () =>
            stock.call(this, inputs, kwargs))
          : stock.call(this, inputs, kwargs);
      },
  );
}

/** A mask of the input's shape, of which all counts without one. */
export function wholeMask(
  input: tf.Tensor,
  mask: tf.Tensor | null | undefined,
) {
  if (!mask) return tf.ones(input.shape, "bool");
  return mask.rank < input.rank
    ? tf.broadcastTo(mask.cast("bool").expandDims(-1), input.shape)
    : mask.cast("bool");
}

/** Has a layer that is called once for each step get that step's mask. */
function withStepsMask<Result>(
  layer: Layer,
  mask: tf.Tensor,
  run: () => Result,
): Result {
  const { call } = layer;
  let step = 0;
  return tf.tidy(() => {
    const masks = tf.unstack(mask, 1);
    layer.call = (inputs, kwargs) =>
      call.call(layer, inputs, { ...kwargs, mask: masks[step++] });
    try {
      return run() as tf.TensorContainer;
    } finally {
      delete (layer as Partial<Layer>).call;
    }
  }) as Result;
}
