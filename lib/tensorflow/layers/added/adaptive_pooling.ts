/** Pooling into a given number of parts. @module */
import { tf } from "../../tfjs.ts";
import {
  type DataFormat,
  type LayerOptions,
  Mapping,
  type Shape,
  spatialAxes,
} from "./layer.ts";

/** The options of `adaptiveAveragePooling1d()` and those like it. */
export interface AdaptivePoolingArgs extends LayerOptions {
  /** The size of the output, for all axes or for each one. */
  readonly outputSize: number | number[];
  readonly dataFormat?: DataFormat;
}

type Reduce = (
  x: tf.Tensor,
  axes: number | number[],
  keep: boolean,
) => tf.Tensor;

const reductions = { Average: tf.mean, Max: tf.max } as const;

/** Keras's `AdaptiveAveragePooling` and `AdaptiveMaxPooling`. */
abstract class AdaptivePooling
  extends Mapping<{ outputSize: number[]; dataFormat: DataFormat }> {
  readonly #reduce: Reduce;

  constructor(args: AdaptivePoolingArgs, rank: number, reduce: Reduce) {
    const { outputSize, dataFormat = "channelsLast" } = args;
    const sizes = typeof outputSize === "number"
      ? Array<number>(rank).fill(outputSize)
      : [...outputSize ?? []];
    super(args, { outputSize: sizes, dataFormat });
    this.#reduce = reduce;
    this.inputSpec = [new tf.InputSpec({ ndim: rank + 2 })];
    const isUsable = sizes.length === rank &&
      sizes.every((size) => Number.isInteger(size) && size > 0);
    if (isUsable) return;
    throw this.refusal("outputSize", "whole numbers from 1 on", outputSize);
  }

  get #axes(): number[] {
    const { outputSize, dataFormat } = this.settings;
    return spatialAxes(outputSize.length, dataFormat);
  }

  protected override map(x: tf.Tensor): tf.Tensor {
    return this.#axes.reduce((before, axis, i) => {
      const count = this.settings.outputSize[i];
      const size = before.shape[axis];
      const parts = Array.from({ length: count }, (_, part) => {
        const start = Math.floor(part * size / count);
        const end = Math.ceil((part + 1) * size / count);
        const begin = before.shape.map(() => 0).with(axis, start);
        const sizes = before.shape.with(axis, end - start);
        return this.#reduce(before.slice(begin, sizes), axis, true);
      });
      return tf.concat(parts, axis);
    }, x);
  }

  protected override mapShape(shape: Shape): Shape {
    this.#axes.forEach((axis, i) => shape[axis] = this.settings.outputSize[i]);
    return shape;
  }
}

/** The class of a kind and a number of axes. */
function adaptive(kind: keyof typeof reductions, rank: number) {
  return class extends AdaptivePooling {
    /** @nocollapse */
    static className = `Adaptive${kind}Pooling${rank}D`;
    constructor(args: AdaptivePoolingArgs) {
      super(args, rank, reductions[kind]);
    }
  };
}

const [Average1D, Average2D, Average3D] = [1, 2, 3].map((rank) =>
  adaptive("Average", rank)
);
const [Max1D, Max2D, Max3D] = [1, 2, 3].map((rank) => adaptive("Max", rank));

/** The mean of each part of sequences; parts may overlap. */
export const adaptiveAveragePooling1d = (
  args: AdaptivePoolingArgs,
): tf.layers.Layer => new Average1D(args);

/** The mean of each part of images; parts may overlap. */
export const adaptiveAveragePooling2d = (
  args: AdaptivePoolingArgs,
): tf.layers.Layer => new Average2D(args);

/** The mean of each part of volumes; parts may overlap. */
export const adaptiveAveragePooling3d = (
  args: AdaptivePoolingArgs,
): tf.layers.Layer => new Average3D(args);

/** The maximum of each part of sequences; parts may overlap. */
export const adaptiveMaxPooling1d = (
  args: AdaptivePoolingArgs,
): tf.layers.Layer => new Max1D(args);

/** The maximum of each part of images; parts may overlap. */
export const adaptiveMaxPooling2d = (
  args: AdaptivePoolingArgs,
): tf.layers.Layer => new Max2D(args);

/** The maximum of each part of volumes; parts may overlap. */
export const adaptiveMaxPooling3d = (
  args: AdaptivePoolingArgs,
): tf.layers.Layer => new Max3D(args);

/** The classes, for loading models. */
export const classes: readonly unknown[] = [
  ...[Average1D, Average2D, Average3D],
  ...[Max1D, Max2D, Max3D],
];
