import { tf } from "../../tfjs.ts";
import { onlyTensor } from "../stock.ts";
import {
  type Config,
  prototypeOf,
  replaceCreation,
  replaceMethod,
} from "./replace.ts";

type Shape = (number | null)[];

/** The members of TensorFlow.js's global pooling that are used here. */
interface GlobalPooling {
  /** Ours. */
  keepdims?: boolean;
  readonly dataFormat?: string;
  getConfig(): Config;
  computeOutputShape(inputShape: Shape): Shape;
  call(
    inputs: tf.Tensor | tf.Tensor[],
    kwargs?: { mask?: tf.Tensor | null },
  ): tf.Tensor;
}

/**
 * Global pooling with `keepdims`: the axes pooled stay, of size 1. The average of a
 * sequence is that of the steps which its mask keeps, as in Keras.
 */
export function mendGlobalPooling(): void {
  const average = prototypeOf<GlobalPooling>("GlobalAveragePooling1D");
  replaceMethod(average, "call", (stock) =>
    function (inputs, kwargs) {
      const mask = kwargs?.mask;
      if (!mask) return stock.call(this, inputs, kwargs);
      return tf.tidy(() => {
        const kept = mask.cast("float32").expandDims(-1);
        return onlyTensor(inputs).mul(kept).sum(1).div(kept.sum(1));
      });
    });
  for (const kind of ["Average", "Max"]) {
    for (const rank of [1, 2]) mend(`Global${kind}Pooling${rank}D`, rank);
  }
}

function mend(className: string, rank: number): void {
  const factory = className[0].toLowerCase() + className.slice(1, -1) + "d";
  replaceCreation<GlobalPooling>(
    className,
    [factory],
    (create, config = {}) => {
      const layer = create(config);
      if (config.keepdims) layer.keepdims = true;
      return layer;
    },
  );
  const kept = <T>({ dataFormat }: GlobalPooling, shape: T[], one: T): T[] => {
    const ones = Array<T>(rank).fill(one);
    return dataFormat === "channelsFirst"
      ? [...shape, ...ones]
      : [shape[0], ...ones, ...shape.slice(1)];
  };
  const prototype = prototypeOf<GlobalPooling>(className);
  replaceMethod(prototype, "getConfig", (stock) =>
    function () {
      const { keepdims } = this;
      return { ...stock.call(this), ...(keepdims && { keepdims }) };
    });
  replaceMethod(
    prototype,
    "computeOutputShape",
    (stock) =>
      function (inputShape) {
        const shape = stock.call(this, inputShape);
        return this.keepdims ? kept(this, shape, 1) : shape;
      },
  );
  replaceMethod(prototype, "call", (stock) =>
    function (inputs, kwargs) {
      const pooled = stock.call(this, inputs, kwargs);
      return this.keepdims
        ? tf.tidy(() => pooled.reshape(kept(this, pooled.shape, 1)))
        : pooled;
    });
}
