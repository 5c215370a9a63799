/**
 * Draws arguments for operations: mostly what fits, sometimes what nobody should
 * write.
 *
 * @module
 */
import { tf } from "../../../lib/tensorflow/mod.ts";

/** A tensor of a program, by its number. */
export class Input {
  constructor(
    readonly shape: readonly number[],
    readonly dtype: tf.DataType,
    /** Repeated until the tensor is full. */
    readonly pattern: readonly (number | string)[],
  ) {}
}

/** The result of the operation before. */
export class Previous {}

const extremeNumbers = [
  ...[-1, -2, NaN, Infinity, -Infinity, 1.5, -0, 1e38, -1e38, 1e-38],
  ...[2 ** 31 - 1, 2 ** 31, 2 ** 32, 2 ** 32 + 1, 2 ** 40, 2 ** 53, 2 ** 63],
];
const extremeSizes = [
  ...[-1, 0, 1.5, NaN, 2 ** 31, 2 ** 32, 2 ** 32 + 1, 2 ** 32 + 2, 2 ** 33],
  ...[2 ** 40, 2 ** 53, 2 ** 53 + 2, 1e300, -(2 ** 31), -(2 ** 32)],
];

/** A stream of random choices, the same for the same seed. */
export class Draw {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
    for (let i = 0; i < 4; i++) this.random();
  }

  /** From 0 to 1: mulberry32. */
  random(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }

  chance(probability: number): boolean {
    return this.random() < probability;
  }

  /** A whole number, both ends included. */
  whole(from: number, to: number): number {
    return from + Math.floor(this.random() * (to - from + 1));
  }

  pick<T>(list: readonly T[]): T {
    return list[this.whole(0, list.length - 1)];
  }

  list<T>(length: number, one: () => T): T[] {
    return Array.from({ length }, one);
  }

  number(): number {
    return this.chance(0.1)
      ? this.pick(extremeNumbers)
      : this.whole(-4, 40) / 8;
  }

  /** A size, a count or a position. */
  size(from = 1, to = 5): number {
    return this.chance(0.06) ? this.pick(extremeSizes) : this.whole(from, to);
  }

  sizes(length: number, from = 1, to = 4): number[] {
    return this.list(length, () => this.size(from, to));
  }

  /** A size of a tensor that exists. */
  dimension(to = 5): number {
    if (this.chance(0.06)) return 0;
    return this.chance(0.05) ? this.whole(6, 20) : this.whole(1, to);
  }

  shape(rank = this.rank()): number[] {
    return this.list(rank, () => this.dimension(rank > 5 ? 2 : 5));
  }

  rank(): number {
    if (this.chance(0.02)) return this.pick([7, 8, 9, 30, 127, 253, 254]);
    return this.whole(0, 5);
  }

  axis(rank = 4): number {
    return this.chance(0.06)
      ? this.pick(extremeSizes)
      : this.whole(-rank, Math.max(0, rank - 1));
  }

  axes(rank = 4): number | number[] | undefined {
    if (this.chance(0.3)) return undefined;
    if (this.chance(0.4)) return this.axis(rank);
    return this.list(this.whole(0, 3), () => this.axis(rank));
  }

  flag(): boolean {
    return this.chance(0.5);
  }

  /** A tensor; now and then another than asked for. */
  tensor(
    shape: readonly number[] = this.shape(),
    dtype: tf.DataType = "float32",
  ): Input | Previous {
    if (this.chance(0.1)) return new Previous();
    if (this.chance(0.03)) shape = this.shape();
    if (this.chance(0.03)) {
      dtype = this.pick(["float32", "int32", "bool", "complex64", "string"]);
    }
    const count = this.whole(1, 7);
    const pattern = this.list(
      count,
      () => dtype === "string" ? this.pick(["", "a b", "ü,c"]) : this.number(),
    );
    return new Input(shape, dtype, pattern);
  }

  /** Of any shape and dtype. */
  any(): Input | Previous {
    const dtype = this.pick<tf.DataType>([
      ...["float32", "float32", "float32", "int32", "bool"] as const,
      "complex64",
    ]);
    return this.tensor(this.shape(), dtype);
  }

  /** Whole numbers, most of which are positions below `to`. */
  positions(shape: readonly number[], to = 4): Input {
    const pattern = this.list(
      this.whole(1, 7),
      () =>
        this.chance(0.03)
          ? this.pick([-1, 99, 2 ** 31 - 1, -(2 ** 31)])
          : this.whole(0, to - 1),
    );
    return new Input(shape, "int32", pattern);
  }

  complex(shape = this.shape(this.whole(1, 3))): Input | Previous {
    return this.tensor(shape, "complex64");
  }

  /** Of images, [batch, height, width, channels], or of one more axis. */
  image(channels = this.pick([1, 1, 2, 3, 4, 5, 8, 9, 16]), space = 2): Input {
    const size = () => this.chance(0.05) ? 0 : this.whole(1, 12);
    return new Input(
      [
        this.chance(0.08) ? 0 : this.whole(1, 3),
        ...this.list(space, size),
        this.chance(0.03) ? 0 : channels,
      ],
      "float32",
      this.list(this.whole(1, 7), () => this.number()),
    );
  }

  /** A filter for {@linkcode image}. */
  filter(inputs: number, outputs = this.whole(1, 9), space = 2): Input {
    const one = this.chance(0.4);
    const size = () => one ? 1 : this.chance(0.02) ? 0 : this.whole(1, 4);
    return new Input(
      [...this.list(space, size), inputs, outputs],
      "float32",
      this.list(this.whole(1, 7), () => this.number()),
    );
  }

  stride(space = 2): number | number[] {
    const one = () => this.size(1, this.chance(0.5) ? 1 : 4);
    return this.flag() ? one() : this.list(space, one);
  }

  padding(space = 2): unknown {
    if (this.chance(0.8)) return this.pick(["same", "valid"]);
    if (this.flag()) return this.size(0, 3);
    const pair = () => [this.size(0, 3), this.size(0, 3)];
    return [[0, 0], ...this.list(space, pair), [0, 0]];
  }

  rounding(): string | undefined {
    return this.chance(0.8) ? undefined : this.pick(["floor", "ceil", "round"]);
  }

  format(): string {
    return this.chance(0.85) ? "NHWC" : "NCHW";
  }

  activation(): string {
    return this.pick([
      "linear",
      "relu",
      "relu6",
      "elu",
      "sigmoid",
      "prelu",
      "leakyrelu",
    ]);
  }
}
