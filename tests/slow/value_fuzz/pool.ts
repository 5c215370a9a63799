import type { tf } from "../../../lib/tensorflow/mod.ts";
import type { Draw } from "../operation_fuzz/draw.ts";

/** What a program knows of a value before it runs. */
export interface Info {
  readonly shape: readonly number[];
  readonly dtype: tf.DataType;
}

/** One operation of a program. */
export interface Step {
  /** As it would be written, with the values' numbers: `add(v0, v2)`. */
  readonly text: string;
  /** The numbers of the values that it takes. */
  readonly from: readonly number[];
  readonly run: (...x: tf.Tensor[]) => tf.Tensor;
  /** Whether the gradient is wrong on the `cpu` backend, so it isn't compared. */
  readonly isWrongOnCpu?: boolean;
}

/** Draws a step; undefined if no value fits. */
export type Maker = (draw: Draw, pool: Pool) => Step | undefined;

/** The values of a program so far. */
export class Pool {
  constructor(readonly draw: Draw, readonly values: readonly Info[]) {}

  /** The number of a value that fits, one of the latest more often. */
  pick(fits: (value: Info) => boolean): number | undefined {
    const numbers = this.values.flatMap((value, i) => fits(value) ? [i] : []);
    if (numbers.length === 0) return undefined;
    return this.draw.chance(0.5) ? numbers.at(-1) : this.draw.pick(numbers);
  }

  /** A float32 of a rank; of any if it is left out. */
  real(...ranks: number[]): number | undefined {
    return this.pick(({ shape, dtype }) =>
      dtype === "float32" &&
      (ranks.length === 0 || ranks.includes(shape.length))
    );
  }

  /** A value that is broadcast with another one, of the same dtype. */
  partner(other: number): number {
    const { shape, dtype } = this.values[other];
    return this.pick((value) =>
      value.dtype === dtype && broadcasts(value.shape, shape)
    ) ?? other;
  }
}

/** Whether two shapes fit together element by element. */
export function broadcasts(
  a: readonly number[],
  b: readonly number[],
): boolean {
  const rank = Math.min(a.length, b.length);
  return Array.from({ length: rank }, (_, i) => i + 1).every((i) =>
    a.at(-i) === b.at(-i) || a.at(-i) === 1 || b.at(-i) === 1
  );
}

/** Writes a step down. */
export function step(
  name: string,
  from: readonly number[],
  options: readonly unknown[],
  run: Step["run"],
): Step {
  const args = [
    ...from.map((i) => `v${i}`),
    ...options.map((option) => JSON.stringify(option)),
  ];
  return { text: `${name}(${args.join(", ")})`, from, run };
}
