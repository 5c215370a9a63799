/**
 * The part of HTML's canvas that plotly's heat maps use: pixels in, PNG out.
 * jsdom's own canvas needs a native add-on.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { encode } from "fast-png";

/** A canvas of RGBA bytes. */
export class PixelCanvas {
  readonly width: number;
  readonly height: number;
  readonly #pixels: Uint8Array;
  fillStyle = "rgba(0,0,0,1)";

  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
    this.#pixels = new Uint8Array(4 * width * height);
  }

  /** A block of transparent pixels. */
  createImageData(width: number, height: number) {
    return { width, height, data: new Uint8ClampedArray(4 * width * height) };
  }

  /** Replaces all pixels. */
  putImageData({ data }: { data: Uint8ClampedArray }): void {
    this.#pixels.set(data);
  }

  /** Fills a rectangle with `fillStyle`, which must have the form rgba(r,g,b,a). */
  fillRect(x: number, y: number, width: number, height: number): void {
    const [r, g, b, alpha] = (this.fillStyle.match(/[\d.]+/g) ?? [])
      .map(Number);
    const right = Math.min(x + width, this.width);
    const bottom = Math.min(y + height, this.height);
    for (let row = Math.max(0, y); row < bottom; row++) {
      for (let column = Math.max(0, x); column < right; column++) {
        const start = 4 * (row * this.width + column);
        this.#pixels.set([r, g, b, Math.round(255 * alpha)], start);
      }
    }
  }

  /** The canvas as a PNG file in a data URL. */
  toDataURL(): string {
    const { width, height } = this;
    const png = encode({ width, height, data: this.#pixels, channels: 4 });
    return `data:image/png;base64,${Buffer.from(png).toString("base64")}`;
  }
}
