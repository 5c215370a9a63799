/// <reference lib="dom" />
/** The 28 × 28 pixels that the network gets, and the evidence on top. @module */
import { COLUMNS, ROWS } from "../../../data/digits.ts";
import { palette, shadeAt, type Shades, shadesOf } from "./palette.ts";

/** What the image shows. */
export interface InputImage {
  /** From 0 to 255; undefined: nothing is drawn. */
  readonly pixels: Uint8Array | undefined;
  /** At least 0, and the largest that any digit has. */
  readonly heat?: { readonly values: ArrayLike<number>; readonly high: number };
}

/** Draws on a canvas of 28 × 28. */
export function drawInputImage(
  canvas: HTMLCanvasElement | OffscreenCanvas,
  { pixels, heat }: InputImage,
): void {
  const { ink, heat: heatScale } = palette();
  const [paper, fire] = [shadesOf(ink), shadesOf(heatScale)];
  const image = new ImageData(COLUMNS, ROWS);
  const shades = new Uint32Array(image.data.buffer);
  for (let k = 0; k < shades.length; k++) {
    // Paler ink lets the evidence stand out
    const level = pixels ? heat ? 0.55 * pixels[k] : pixels[k] : 0;
    shades[k] = paper[Math.round(level)];
    if (heat) {
      shades[k] = over(shades[k], fire, shadeAt(heat.values[k], heat.high));
    }
  }
  canvas.width = COLUMNS;
  canvas.height = ROWS;
  const context = canvas.getContext("2d") as
    | CanvasRenderingContext2D
    | OffscreenCanvasRenderingContext2D;
  context.putImageData(image, 0, 0);
}

/** A half-transparent shade on an opaque one. */
function over(below: number, shades: Shades, at: number): number {
  const above = shades[at];
  const alpha = (above >>> 24) / 255;
  const mix = (shift: number) =>
    Math.round(
      alpha * (above >>> shift & 255) + (1 - alpha) * (below >>> shift & 255),
    );
  return (255 << 24 | mix(16) << 16 | mix(8) << 8 | mix(0)) >>> 0;
}
