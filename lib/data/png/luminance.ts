import type { DecodedPng } from "fast-png";
import type { Picture } from "./centre_digit.ts";

/** Longest side of what a digit is looked for in: fifty times its own box. */
const MAXIMUM_SIDE = 1024;

/** Red, green, blue and opacity of a pixel, each from 0 to 1. */
type Pixel = [red: number, green: number, blue: number, opacity: number];

/**
 * Luminance of a decoded picture, its transparent parts on white, or on black if
 * need be. One with more than 1,024 pixels on a side is made smaller by a whole
 * factor, each pixel the mean of those in its place: memory beyond the decoded
 * picture stays below 32 MB.
 *
 * @throws {Error} if a pixel's colour is not in the picture's palette
 */
export function toGrey(png: DecodedPng): Picture {
  const factor = Math.ceil(Math.max(png.width, png.height) / MAXIMUM_SIDE);
  const width = Math.ceil(png.width / factor);
  const height = Math.ceil(png.height / factor);
  // Sums over the pixels of each place
  const light = new Float64Array(width * height);
  const opacity = new Float64Array(width * height);
  const read = withoutTransparent(png, pixelReader(png));
  const pixel: Pixel = [0, 0, 0, 0];
  for (let y = 0; y < png.height; y++) {
    const row = Math.floor(y / factor) * width;
    for (let x = 0; x < png.width; x++) {
      read(y * png.width + x, pixel);
      const [red, green, blue, alpha] = pixel;
      const at = row + Math.floor(x / factor);
      // Luma of Rec. ITU-R BT.601
      light[at] += alpha * (0.299 * red + 0.587 * green + 0.114 * blue);
      opacity[at] += alpha;
    }
  }
  /** Pixels in a place: fewer at the right and at the bottom. */
  const count = (at: number) =>
    Math.min(factor, png.width - factor * (at % width)) *
    Math.min(factor, png.height - factor * Math.floor(at / width));
  const over = (ground: number) =>
    light.map((sum, at) => {
      const pixels = count(at);
      return (sum + (pixels - opacity[at]) * ground) / pixels;
    });
  const onWhite = over(1);
  // White strokes on nothing would vanish on white
  const values = contrast(onWhite) < 0.1 ? over(0) : onWhite;
  return { width, height, values };
}

/** Reads pixel `index`, counted row by row, into `pixel`. */
function pixelReader(
  png: DecodedPng,
): (index: number, pixel: Pixel) => void {
  const { data, depth, channels, palette, width } = png;
  const most = 2 ** depth - 1;
  if (depth < 8) {
    const rowBytes = Math.ceil(width * depth / 8);
    const packed = (index: number) => {
      const bit = (index % width) * depth;
      const byte = data[Math.floor(index / width) * rowBytes + (bit >> 3)];
      return (byte >> (8 - depth - (bit & 7))) & most;
    };
    return palette
      ? (index, pixel) => setColour(pixel, palette, packed(index))
      : (index, pixel) => setGrey(pixel, packed(index) / most, 1);
  }
  if (palette) {
    return (index, pixel) => setColour(pixel, palette, data[index]);
  }
  const hasOpacity = channels === 2 || channels === 4;
  const opacityOf = (index: number) =>
    hasOpacity ? data[(index + 1) * channels - 1] / most : 1;
  if (channels < 3) {
    return (index, pixel) =>
      setGrey(pixel, data[index * channels] / most, opacityOf(index));
  }
  return (index, pixel) => {
    for (let channel = 0; channel < 3; channel++) {
      pixel[channel] = data[index * channels + channel] / most;
    }
    pixel[3] = opacityOf(index);
  };
}

/** A reader to which pixels of the picture's transparent colour, if any, are none. */
function withoutTransparent(
  { transparency, depth }: DecodedPng,
  read: ReturnType<typeof pixelReader>,
): ReturnType<typeof pixelReader> {
  if (!transparency) return read;
  const most = 2 ** depth - 1;
  return (index, pixel) => {
    read(index, pixel);
    // One sample of grey, or three
    const none = transparency.every((sample, channel) =>
      Math.round(pixel[channel] * most) === sample
    );
    if (none) pixel[3] = 0;
  };
}

function setGrey(pixel: Pixel, value: number, opacity: number): void {
  pixel.fill(value, 0, 3);
  pixel[3] = opacity;
}

function setColour(
  pixel: Pixel,
  palette: readonly number[][],
  index: number,
): void {
  const colour = palette[index];
  if (!colour) throw new Error(`colour ${index} is not in its palette`);
  const [red, green, blue, opacity = 255] = colour;
  pixel[0] = red / 255;
  pixel[1] = green / 255;
  pixel[2] = blue / 255;
  pixel[3] = opacity / 255;
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
