/** Layers that add to the ends of axes, or cut them off. @module */
import { tf } from "../../tfjs.ts";
import type { DataFormat, LayerOptions } from "./layer.ts";
import { Resized } from "./resized.ts";

/** At the start and at the end of an axis. */
type Pair = [number, number];

/** How much at both ends, for each axis, or as [start, end] for each axis. */
type Ends = number | readonly number[] | readonly Pair[];

/** The options of `zeroPadding1d()`. */
export interface ZeroPadding1DArgs extends LayerOptions {
  /** How many zeros are added: at both ends, or [start, end]. Default 1. */
  readonly padding?: number | Pair;
  readonly dataFormat?: DataFormat;
}

/** The options of `zeroPadding3d()`. */
export interface ZeroPadding3DArgs extends LayerOptions {
  /** For all axes, for each one, or [start, end] for each one. Default 1. */
  readonly padding?: number | [number, number, number] | [Pair, Pair, Pair];
  readonly dataFormat?: DataFormat;
}

/** The options of `cropping1d()`. */
export interface Cropping1DArgs extends LayerOptions {
  /** How much is cut off: at both ends, or [start, end]. Default 1. */
  readonly cropping?: number | Pair;
  readonly dataFormat?: DataFormat;
}

/** The options of `cropping3d()`. */
export interface Cropping3DArgs extends LayerOptions {
  /** For all axes, for each one, or [start, end] for each one. Default 1. */
  readonly cropping?: number | [number, number, number] | [Pair, Pair, Pair];
  readonly dataFormat?: DataFormat;
}

/** A layer that changes the ends of its axes. */
abstract class Edges extends Resized<object> {
  /** How much at the start and the end of each axis. */
  protected readonly pairs: Pair[];

  constructor(
    rank: number,
    option: "padding" | "cropping",
    args:
      & LayerOptions
      & {
        readonly [option in "padding" | "cropping"]?: Ends;
      }
      & { readonly dataFormat?: DataFormat },
  ) {
    const pairs = pairsOf(args[option] ?? 1, rank);
    super(rank, args, {
      [option]: rank === 1 ? pairs[0] : pairs,
      dataFormat: args.dataFormat ?? "channelsLast",
    });
    this.pairs = pairs;
    const isUsable = pairs.length === rank &&
      pairs.every((pair) =>
        pair.length === 2 &&
        pair.every((size) => Number.isInteger(size) && size >= 0)
      );
    if (isUsable) return;
    throw this.refusal(option, "whole numbers from 0 on", args[option]);
  }
}

/** [start, end] for each axis. */
function pairsOf(ends: Ends, rank: number): Pair[] {
  if (typeof ends === "number") return Array(rank).fill([ends, ends]);
  if (rank === 1 && typeof ends[0] === "number") return [ends as Pair];
  return ends.map((end) => typeof end === "number" ? [end, end] : [...end]);
}

/** Keras's layers of that name. */
abstract class ZeroPadding extends Edges {
  protected override resized(size: number, axis: number): number {
    const [start, end] = this.pairs[axis];
    return size + start + end;
  }

  protected override map(x: tf.Tensor): tf.Tensor {
    const all = x.shape.map((): Pair => [0, 0]);
    this.axes.forEach((axis, i) => all[axis] = this.pairs[i]);
    return tf.pad(x, all);
  }
}

/** Keras's layers of that name. */
abstract class Cropping extends Edges {
  protected override resized(size: number, axis: number): number {
    const [start, end] = this.pairs[axis];
    if (size > start + end) return size - start - end;
    throw new RangeError(
      `Cannot call layer "${this.name}": cropping must leave something: it takes ${
        start + end
      } of ${size}`,
    );
  }

  protected override map(x: tf.Tensor): tf.Tensor {
    const begin = x.shape.map(() => 0);
    this.axes.forEach((axis, i) => begin[axis] = this.pairs[i][0]);
    return tf.slice(x, begin, this.mapShape([...x.shape]) as number[]);
  }
}

/** Keras's layer of that name. */
class ZeroPadding1D extends ZeroPadding {
  /** @nocollapse */
  static className = "ZeroPadding1D";
  constructor(args: ZeroPadding1DArgs = {}) {
    super(1, "padding", args);
  }
}

/** Keras's layer of that name. */
class ZeroPadding3D extends ZeroPadding {
  /** @nocollapse */
  static className = "ZeroPadding3D";
  constructor(args: ZeroPadding3DArgs = {}) {
    super(3, "padding", args);
  }
}

/** Keras's layer of that name. */
class Cropping1D extends Cropping {
  /** @nocollapse */
  static className = "Cropping1D";
  constructor(args: Cropping1DArgs = {}) {
    super(1, "cropping", args);
  }
}

/** Keras's layer of that name. */
class Cropping3D extends Cropping {
  /** @nocollapse */
  static className = "Cropping3D";
  constructor(args: Cropping3DArgs = {}) {
    super(3, "cropping", args);
  }
}

/** Zeros before and after each sequence: [batch, steps, channels]. */
export function zeroPadding1d(args?: ZeroPadding1DArgs): tf.layers.Layer {
  return new ZeroPadding1D(args);
}

/** Zeros around each volume: [batch, depth, height, width, channels]. */
export function zeroPadding3d(args?: ZeroPadding3DArgs): tf.layers.Layer {
  return new ZeroPadding3D(args);
}

/** Cuts off the ends of each sequence: [batch, steps, channels]. */
export function cropping1d(args?: Cropping1DArgs): tf.layers.Layer {
  return new Cropping1D(args);
}

/** Cuts off the faces of each volume: [batch, depth, height, width, channels]. */
export function cropping3d(args?: Cropping3DArgs): tf.layers.Layer {
  return new Cropping3D(args);
}

/** The classes, for loading models. */
export const classes: readonly unknown[] = [
  ZeroPadding1D,
  ZeroPadding3D,
  Cropping1D,
  Cropping3D,
];
