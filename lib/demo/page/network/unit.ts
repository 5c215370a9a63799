/** The arithmetic of one unit: patch × kernel, summed over the channels. @module */
import type { Stage } from "./stages.ts";

/** Where a unit is in its stage's output. */
export interface UnitPlace {
  readonly channel: number;
  readonly row: number;
  readonly column: number;
}

/** What one input channel adds to a unit. */
export interface ChannelSum {
  readonly channel: number;
  /** The inputs under the kernel, row by row; 0 beyond the edge. */
  readonly patch: readonly number[];
  readonly kernel: readonly number[];
  readonly products: readonly number[];
  /** Of the products. */
  readonly sum: number;
}

/** What a unit is the sum of. */
export interface UnitSum {
  /** One for each input channel. */
  readonly channels: readonly ChannelSum[];
  readonly bias: number;
  /** Of all channels and the bias, before the activation. */
  readonly total: number;
}

/**
 * Computes one unit of a stage from the stage's weights and input.
 *
 * @param input Shape [rows, columns, channels].
 */
export function unitSum(
  { input: shape, output, kernel, size, stride, dilation, padding, bias }:
    Stage,
  input: ArrayLike<number>,
  { channel, row, column }: UnitPlace,
): UnitSum {
  const places = Array.from({ length: size[0] * size[1] }, (_, k) => {
    const [down, right] = [Math.floor(k / size[1]), k % size[1]];
    const y = row * stride[0] - padding[0] + down * dilation[0];
    const x = column * stride[1] - padding[1] + right * dilation[1];
    const inside = y >= 0 && y < shape.rows && x >= 0 && x < shape.columns;
    return inside ? y * shape.columns + x : undefined;
  });
  const channels = Array.from({ length: shape.channels }, (_, from) => {
    const patch = places.map((at) =>
      at === undefined ? 0 : input[at * shape.channels + from]
    );
    const weights = places.map((_, k) =>
      kernel[(k * shape.channels + from) * output.channels + channel]
    );
    const products = patch.map((value, k) => value * weights[k]);
    const sum = products.reduce((a, b) => a + b, 0);
    return { channel: from, patch, kernel: weights, products, sum };
  });
  const total = channels.reduce((sum, each) => sum + each.sum, bias[channel]);
  return { channels, bias: bias[channel], total };
}

/** The input channels that add most to a unit, either way, the strongest first. */
export function strongestInputs({ channels }: UnitSum, most: number): number[] {
  return channels
    .toSorted((a, b) => Math.abs(b.sum) - Math.abs(a.sum))
    .slice(0, most).map(({ channel }) => channel);
}

/** The unit with the largest output. */
export function strongestUnit(
  { output: { columns, channels } }: Stage,
  values: ArrayLike<number>,
): UnitPlace {
  let best = 0;
  for (let k = 1; k < values.length; k++) {
    if (values[k] > values[best]) best = k;
  }
  const pixel = Math.floor(best / channels);
  return {
    channel: best % channels,
    row: Math.floor(pixel / columns),
    column: pixel % columns,
  };
}
