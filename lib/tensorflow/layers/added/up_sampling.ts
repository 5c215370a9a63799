/** Layers that repeat what they get. @module */
import type { tf } from "../../tfjs.ts";
import type { DataFormat, LayerOptions } from "./layer.ts";
import { Resized } from "./resized.ts";

/** The options of `upSampling1d()`. */
export interface UpSampling1DArgs extends LayerOptions {
  /** How often each step is repeated. Default 2. */
  readonly size?: number;
}

/** The options of `upSampling3d()`. */
export interface UpSampling3DArgs extends LayerOptions {
  /** How often each element is repeated along the axes. Default 2. */
  readonly size?: number | [number, number, number];
  readonly dataFormat?: DataFormat;
}

abstract class UpSampling extends Resized<object> {
  readonly #sizes: number[];

  constructor(
    rank: number,
    args: LayerOptions & {
      size?: number | readonly number[];
      dataFormat?: DataFormat;
    },
    settings: object,
  ) {
    super(rank, args, settings);
    const size = args.size ?? 2;
    this.#sizes = typeof size === "number" ? Array(rank).fill(size) : [...size];
    const isUsable = this.#sizes.length === rank &&
      this.#sizes.every((size) => Number.isInteger(size) && size > 0);
    if (!isUsable) {
      throw this.refusal("size", "whole numbers from 1 on", args.size);
    }
  }

  protected override resized(size: number, axis: number): number {
    return size * this.#sizes[axis];
  }

  protected override map(x: tf.Tensor): tf.Tensor {
    return this.axes.reduce(
      (before, axis, i) => repeat(before, axis, this.#sizes[i]),
      x,
    );
  }
}

/** Repeats each element along an axis. */
function repeat(x: tf.Tensor, axis: number, times: number): tf.Tensor {
  const size = x.shape[axis];
  const outer = x.shape.slice(0, axis).reduce((all, one) => all * one, 1);
  return x.reshape([outer, size, 1, -1]).tile([1, 1, times, 1])
    .reshape(x.shape.with(axis, size * times));
}

/** Keras's layer of that name. */
class UpSampling1D extends UpSampling {
  /** @nocollapse */
  static className = "UpSampling1D";
  constructor(args: UpSampling1DArgs = {}) {
    super(1, args, { size: args.size ?? 2 });
  }
}

/** Keras's layer of that name. */
class UpSampling3D extends UpSampling {
  /** @nocollapse */
  static className = "UpSampling3D";
  constructor(args: UpSampling3DArgs = {}) {
    const { size = 2, dataFormat = "channelsLast" } = args;
    super(3, args, {
      size: typeof size === "number" ? [size, size, size] : size,
      dataFormat,
    });
  }
}

/** Repeats each step: [batch, steps, channels]. */
export function upSampling1d(args?: UpSampling1DArgs): tf.layers.Layer {
  return new UpSampling1D(args);
}

/** Repeats each element of a volume: [batch, depth, height, width, channels]. */
export function upSampling3d(args?: UpSampling3DArgs): tf.layers.Layer {
  return new UpSampling3D(args);
}

/** The classes, for loading models. */
export const classes: readonly unknown[] = [UpSampling1D, UpSampling3D];
