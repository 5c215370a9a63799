import { tf } from "../../tfjs.ts";
import { onlyTensor } from "../stock.ts";
import {
  type Config,
  prototypeOf,
  replaceCreation,
  replaceMethod,
} from "./replace.ts";

/** The members of TensorFlow.js's activation layers that are used here. */
interface Activation {
  alpha: number;
  axis: number | number[];
  maxValue?: number | null;
  /** Ours. */
  negativeSlope?: number;
  /** Ours. */
  threshold?: number;
  getConfig(): Config;
  call(inputs: tf.Tensor | tf.Tensor[], kwargs: Config): tf.Tensor;
}

/**
 * Layers of one activation with all of Keras's options: `elu` with any `alpha`,
 * `softmax` along any axis (the last by default), `leakyReLU` and `reLU` with
 * `negativeSlope`, `reLU` with a `threshold`.
 */
export function mendActivationLayers(): void {
  mendElu();
  mendSoftmax();
  replaceCreation<Activation>(
    "LeakyReLU",
    ["leakyReLU"],
    (create, config = {}) =>
      create({ ...config, alpha: config.alpha ?? config.negativeSlope }),
  );
  mendRelu();
}

function mendElu(): void {
  replaceCreation<Activation>("ELU", ["elu"], (create, config = {}) => {
    const { alpha, ...rest } = config;
    return Object.assign(create(rest), { alpha: alpha ?? 1 });
  });
  replaceMethod(
    prototypeOf<Activation>("ELU"),
    "call",
    (stock) =>
      function (inputs, kwargs) {
        if (this.alpha === 1) return stock.call(this, inputs, kwargs);
        const x = onlyTensor(inputs);
        return tf.tidy(() =>
          tf.relu(x).add(tf.elu(tf.minimum(x, 0)).mul(this.alpha))
        );
      },
  );
}

function mendSoftmax(): void {
  replaceCreation<Activation>(
    "Softmax",
    ["softmax"],
    (create, config = {}) => create({ ...config, axis: config.axis ?? -1 }),
  );
  replaceMethod(
    prototypeOf<Activation>("Softmax"),
    "call",
    (stock) =>
      function (inputs, kwargs) {
        const x = onlyTensor(inputs);
        const { axis } = this;
        const [first, ...others] = [axis].flat();
        const last = x.rank - 1;
        const from = first < 0 ? first + x.rank : first;
        if (others.length > 0 || from < 0 || from >= last) {
          return stock.call(this, inputs, kwargs);
        }
        const swap = Array.from({ length: x.rank }, (_, i) => i);
        [swap[from], swap[last]] = [last, from];
        const mask = kwargs.mask as tf.Tensor | undefined;
        return tf.tidy(() => {
          this.axis = -1;
          try {
            const swapped = stock.call(this, tf.transpose(x, swap), {
              ...kwargs,
              mask: mask && tf.transpose(mask, swap),
            });
            return tf.transpose(swapped, swap);
          } finally {
            this.axis = axis;
          }
        });
      },
  );
}

function mendRelu(): void {
  replaceCreation<Activation>("ReLU", ["reLU"], (create, config = {}) => {
    const { negativeSlope, threshold } = config;
    const layer = create(config);
    if (negativeSlope) layer.negativeSlope = Number(negativeSlope);
    if (threshold) layer.threshold = Number(threshold);
    return layer;
  });
  const prototype = prototypeOf<Activation>("ReLU");
  replaceMethod(prototype, "getConfig", (stock) =>
    function () {
      const { negativeSlope, threshold } = this;
      return {
        ...stock.call(this),
        ...(negativeSlope && { negativeSlope }),
        ...(threshold && { threshold }),
      };
    });
  replaceMethod(prototype, "call", (stock) =>
    function (inputs, kwargs) {
      const { negativeSlope = 0, threshold = 0, maxValue } = this;
      if (!negativeSlope && !threshold) return stock.call(this, inputs, kwargs);
      return tf.tidy(() => {
        const x = onlyTensor(inputs);
        const above = maxValue === undefined || maxValue === null
          ? x
          : tf.minimum(x, maxValue);
        const below = x.sub(threshold).mul(negativeSlope);
        return tf.where(x.greaterEqual(threshold), above, below);
      });
    });
}
