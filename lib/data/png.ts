import { decode } from "fast-png";
import { DataError, fileError, oneLine } from "./errors.ts";
import { centreDigit, type Picture } from "./picture.ts";
import { plainPng } from "./png_chunks.ts";
import { readSmallFile } from "./small_file.ts";

/** Largest file that is read, in bytes. */
const MAXIMUM_FILE_BYTES = 16 * 1024 * 1024;

/**
 * Reads the picture of one digit from a PNG file and makes it like MNIST's.
 *
 * @param path A PNG file of at most 16 MiB and 4,096 × 4,096 pixels
 * @returns uint8, shape [28, 28], light strokes on a dark ground
 * @throws {DataError} if it cannot be read, is damaged or shows nothing
 */
export async function readDigitPng(
  path: string,
): Promise<Uint8Array<ArrayBuffer>> {
  return await decodeDigitPng(await readPng(path), path);
}

/**
 * Makes a PNG like MNIST's images: grey, light strokes on a dark ground (a
 * picture that is dark on light is inverted), scaled into 20 × 20 pixels and
 * centred by mass in 28 × 28. A picture of 28 × 28 pixels with a dark ground is
 * taken as it is.
 *
 * @param bytes A whole PNG file, not interlaced
 * @param name Shown in errors, usually the path
 * @returns uint8, shape [28, 28]
 * @throws {DataError} if it is not such a file, is damaged or shows nothing
 */
export async function decodeDigitPng(
  bytes: Uint8Array<ArrayBuffer>,
  name: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const png = await plainPng(bytes, name);
  let picture: Picture;
  try {
    picture = toGrey(decode(png, { checkCrc: true }));
  } catch (error) {
    throw new DataError(
      `Cannot read PNG file "${name}": ${oneLine((error as Error).message)}`,
      { cause: error },
    );
  }
  const digit = centreDigit(picture);
  if (digit) return digit;
  throw new DataError(
    `Cannot find a digit in PNG file "${name}": its strokes must stand out from the ground: all its pixels are nearly alike`,
  );
}

type Decoded = ReturnType<typeof decode>;

/** Luminance from 0 to 1, transparent parts on white, or on black if need be. */
function toGrey(png: Decoded): Picture {
  const { width, height } = png;
  const size = width * height;
  const grey = new Float64Array(size);
  const alpha = new Float64Array(size).fill(1);
  const sample = sampler(png);
  for (let i = 0; i < size; i++) {
    const [red, green, blue, opacity] = sample(i);
    // Luma of Rec. ITU-R BT.601.
    grey[i] = 0.299 * red + 0.587 * green + 0.114 * blue;
    alpha[i] = opacity;
  }
  const over = (ground: number) =>
    grey.map((value, i) => alpha[i] * value + (1 - alpha[i]) * ground);
  const onWhite = over(1);
  // White strokes on nothing would vanish on white.
  const values = contrast(onWhite) < 0.1 ? over(0) : onWhite;
  return { width, height, values };
}

/** Reads pixel i as red, green, blue and opacity, each from 0 to 1. */
function sampler(png: Decoded): (i: number) => number[] {
  const { data, depth, channels, palette, width } = png;
  const most = 2 ** depth - 1;
  if (depth < 8) {
    const rowBytes = Math.ceil(width * depth / 8);
    const packed = (i: number) => {
      const bit = (i % width) * depth;
      const byte = data[Math.floor(i / width) * rowBytes + (bit >> 3)];
      return (byte >> (8 - depth - (bit & 7))) & most;
    };
    return palette
      ? (i) => fromPalette(palette, packed(i))
      : (i) => grey(packed(i) / most, 1);
  }
  if (palette) return (i) => fromPalette(palette, data[i]);
  const at = (i: number, channel: number) =>
    data[i * channels + channel] / most;
  switch (channels) {
    case 1:
      return (i) => grey(at(i, 0), 1);
    case 2:
      return (i) => grey(at(i, 0), at(i, 1));
    case 3:
      return (i) => [at(i, 0), at(i, 1), at(i, 2), 1];
    default:
      return (i) => [at(i, 0), at(i, 1), at(i, 2), at(i, 3)];
  }
}

function grey(value: number, opacity: number): number[] {
  return [value, value, value, opacity];
}

function fromPalette(palette: number[][], index: number): number[] {
  const colour = palette[index];
  if (!colour) throw new Error(`colour ${index} is not in its palette`);
  const [red, green, blue, opacity = 255] = colour;
  return [red / 255, green / 255, blue / 255, opacity / 255];
}

function contrast(values: Float64Array): number {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return high - low;
}

async function readPng(path: string): Promise<Uint8Array<ArrayBuffer>> {
  const action = `Cannot read PNG file "${path}"`;
  try {
    return await readSmallFile(path, MAXIMUM_FILE_BYTES, action);
  } catch (error) {
    throw fileError(action, error);
  }
}
