import type { DecodedPng } from "fast-png";

/** A grey image of any size. */
export interface GreyImage {
  readonly width: number;
  readonly height: number;
  /** Brightness from 0 (black) to 1 (white), shape [height, width]. */
  readonly values: Float64Array;
}

/** Longer side of the result, in pixels: fifty times that of an MNIST digit. */
const MAXIMUM_SIDE = 1024;

/** Red, green, blue and opacity of a pixel, each from 0 to 1. */
type Pixel = [red: number, green: number, blue: number, opacity: number];

/** Reads pixel `index`, counted row by row, into `pixel`. */
type PixelReader = (index: number, pixel: Pixel) => void;

/**
 * The luminance of a decoded image on a white ground; on a black one if on white
 * nothing could be seen.
 *
 * An image with more than 1,024 pixels on a side is scaled down by a whole
 * factor: each pixel is the mean of a block. So the memory that this takes stays
 * below 32 MB.
 *
 * @throws {Error} with a reason if a pixel's colour is not in the palette
 */
export function luminanceOf(png: DecodedPng): GreyImage {
  const factor = Math.ceil(Math.max(png.width, png.height) / MAXIMUM_SIDE);
  const width = Math.ceil(png.width / factor);
  const height = Math.ceil(png.height / factor);
  // Sums over the pixels of each block
  const light = new Float64Array(width * height);
  const opacity = new Float64Array(width * height);
  const read = withTransparentColour(png, pixelReader(png));
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
  /** Pixels in a block: fewer at the right and at the bottom. */
  const count = (at: number) =>
    Math.min(factor, png.width - factor * (at % width)) *
    Math.min(factor, png.height - factor * Math.floor(at / width));
  const onGround = (ground: number) =>
    light.map((sum, at) => {
      const pixels = count(at);
      return (sum + (pixels - opacity[at]) * ground) / pixels;
    });
  const onWhite = onGround(1);
  // White strokes on a transparent ground
  const values = contrast(onWhite) < 0.1 ? onGround(0) : onWhite;
  return { width, height, values };
}

function pixelReader(png: DecodedPng): PixelReader {
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

/** Makes pixels of the image's transparent colour, if it has one, transparent. */
function withTransparentColour(
  { transparency, depth }: DecodedPng,
  read: PixelReader,
): PixelReader {
  if (!transparency) return read;
  const most = 2 ** depth - 1;
  return (index, pixel) => {
    read(index, pixel);
    // One sample of grey, or three
    const transparent = transparency.every((sample, channel) =>
      Math.round(pixel[channel] * most) === sample
    );
    if (transparent) pixel[3] = 0;
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
