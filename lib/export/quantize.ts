/** Weights in fewer bits. @module */
import { ExportError } from "./format.ts";
import type { Weight } from "./weights.ts";

/** The largest value of float16. */
const FLOAT16_MAX = 65504;
/** The largest whole number that int8 and its negative both hold. */
const INT8_MAX = 127;

/**
 * A weight in float16, rounded to the nearest; its values lose all but 11 bits.
 *
 * @param name Of the layer, for the message.
 * @throws {ExportError} if a value is larger than float16 can be.
 */
export function toFloat16(
  { shape, values }: Weight,
  name: string,
): { shape: readonly number[]; values: Float16Array<ArrayBuffer> } {
  const half = Float16Array.from(values);
  const at = half.findIndex((value) => !Number.isFinite(value));
  if (at >= 0) {
    throw new ExportError(
      `Cannot export in float16: each weight must be from -${FLOAT16_MAX} to ${FLOAT16_MAX}: layer "${name}" has ${
        values[at]
      }; export it in float32`,
    );
  }
  return { shape, values: half };
}

/** A weight in int8: about values[…, c] · scales[c]. */
export interface Int8Weight {
  readonly shape: readonly number[];
  /** From −127 to 127. */
  readonly values: Int8Array<ArrayBuffer>;
  /** One for each output channel, which is the last axis. */
  readonly scales: Float32Array<ArrayBuffer>;
}

/**
 * A weight in int8, with a scale for each output channel: its largest absolute value
 * becomes 127, and 0 stays 0 (Krishnamoorthi 2018, "Quantizing deep convolutional
 * networks for efficient inference", section 2.4).
 *
 * @param weight Output channels on the last axis.
 */
export function toInt8({ shape, values }: Weight): Int8Weight {
  const channels = shape[shape.length - 1];
  const scales = new Float32Array(channels);
  values.forEach((value, index) => {
    const channel = index % channels;
    scales[channel] = Math.max(scales[channel], Math.abs(value));
  });
  for (const [channel, largest] of scales.entries()) {
    scales[channel] = largest / INT8_MAX;
  }
  const whole = Int8Array.from(values, (value, index) => {
    const scale = scales[index % channels];
    return scale === 0 ? 0 : Math.round(value / scale);
  });
  return { shape, values: whole, scales };
}

/** A weight in unsigned bytes: about values · scale + min. */
export interface Uint8Weight {
  readonly values: Uint8Array<ArrayBuffer>;
  readonly scale: number;
  /** A whole multiple of the scale, so that 0 stays 0. */
  readonly min: number;
}

/**
 * A weight in unsigned bytes with one scale for all its values, for formats that can't
 * have one for each channel.
 */
export function toUint8({ values }: Weight): Uint8Weight {
  const [low, high] = values.reduce(
    ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
    [0, 0],
  );
  const scale = (high - low) / 255 || 1;
  const zero = Math.round(-low / scale);
  const bytes = new Uint8ClampedArray(values.length);
  for (const [index, value] of values.entries()) {
    bytes[index] = value / scale + zero; // Rounded, and kept from 0 to 255
  }
  return { values: new Uint8Array(bytes.buffer), scale, min: 0 - zero * scale };
}
