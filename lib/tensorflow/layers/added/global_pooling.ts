/** Pooling over all of a volume. @module */
import { tf } from "../../tfjs.ts";
import {
  type DataFormat,
  type LayerOptions,
  Mapping,
  type Shape,
  spatialAxes,
} from "./layer.ts";

/** The options of `globalAveragePooling3d()` and `globalMaxPooling3d()`. */
export interface GlobalPooling3DArgs extends LayerOptions {
  readonly dataFormat?: DataFormat;
  /** Whether the axes pooled stay, of size 1. Default false. */
  readonly keepdims?: boolean;
}

type Reduce = (x: tf.Tensor, axes: number[], keep: boolean) => tf.Tensor;

abstract class GlobalPooling3D extends Mapping<
  Required<Pick<GlobalPooling3DArgs, "dataFormat" | "keepdims">>
> {
  readonly #reduce: Reduce;

  constructor(args: GlobalPooling3DArgs, reduce: Reduce) {
    const { dataFormat = "channelsLast", keepdims = false } = args;
    super(args, { dataFormat, keepdims });
    this.#reduce = reduce;
    this.inputSpec = [new tf.InputSpec({ ndim: 5 })];
  }

  protected override map(x: tf.Tensor): tf.Tensor {
    const { dataFormat, keepdims } = this.settings;
    return this.#reduce(x, spatialAxes(3, dataFormat), keepdims);
  }

  protected override mapShape(shape: Shape): Shape {
    const { dataFormat, keepdims } = this.settings;
    const axes = spatialAxes(3, dataFormat);
    return keepdims
      ? shape.map((size, axis) => axes.includes(axis) ? 1 : size)
      : shape.filter((_, axis) => !axes.includes(axis));
  }
}

/** Keras's layer of that name. */
class GlobalAveragePooling3D extends GlobalPooling3D {
  /** @nocollapse */
  static className = "GlobalAveragePooling3D";
  constructor(args: GlobalPooling3DArgs = {}) {
    super(args, tf.mean);
  }
}

/** Keras's layer of that name. */
class GlobalMaxPooling3D extends GlobalPooling3D {
  /** @nocollapse */
  static className = "GlobalMaxPooling3D";
  constructor(args: GlobalPooling3DArgs = {}) {
    super(args, tf.max);
  }
}

/** The mean of each volume's channels: [batch, channels]. */
export function globalAveragePooling3d(
  args?: GlobalPooling3DArgs,
): tf.layers.Layer {
  return new GlobalAveragePooling3D(args);
}

/** The maximum of each volume's channels: [batch, channels]. */
export function globalMaxPooling3d(
  args?: GlobalPooling3DArgs,
): tf.layers.Layer {
  return new GlobalMaxPooling3D(args);
}

/** The classes, for loading models. */
export const classes: readonly unknown[] = [
  GlobalAveragePooling3D,
  GlobalMaxPooling3D,
];
