/** An image, a kernel, and the map that it makes of the image. @module */
import { greys, signedScale } from "../../plots/theme.ts";
import { convolve, type GreyImage, scaleLimit } from "./convolution.ts";
import { cells, colourAt, short } from "./grid.ts";
import { numberGrid } from "./sliding_window.ts";
import { type Drawing, drawing, heading, rect, text } from "./svg.ts";

/** Kernels to start from, row by row. */
export const presets: Readonly<Record<string, readonly number[]>> = {
  identity: [0, 0, 0, 0, 1, 0, 0, 0, 0],
  "horizontal edges": [-1, -1, -1, 0, 0, 0, 1, 1, 1],
  "vertical edges": [-1, 0, 1, -1, 0, 1, -1, 0, 1],
  outline: [-1, -1, -1, -1, 8, -1, -1, -1, -1],
  blur: Array(9).fill(1 / 9),
  sharpen: [0, -1, 0, -1, 5, -1, 0, -1, 0],
  emboss: [-2, -1, 0, -1, 1, 1, 0, 1, 2],
};

/** Where the parts lie. */
export interface KernelEditorLayout {
  /** Side of a pixel. */
  readonly cell: number;
  /** Upper left corner of the kernel, and the side of each of its cells. */
  readonly kernel: readonly [number, number];
  readonly side: number;
}

const top = 50;

/** The kernel between image and map, or below both where the width is small. */
export function kernelEditorLayout(
  { rows, columns }: GreyImage,
  width: number,
): KernelEditorLayout {
  const narrow = width < 600;
  const side = 56;
  const room = narrow ? width - 16 : width - 3 * side - 68;
  const cell = Math.max(
    1,
    Math.min(9, Math.floor(2 * room / (2 * columns - 2)) / 2),
  );
  const kernel: [number, number] = narrow
    ? [1, top + rows * cell + 32]
    : [columns * cell + 34, top + (rows * cell - 3 * side) / 2];
  return { cell, kernel, side };
}

/** Draws image × kernel → map, with the map's fixed colour scale. */
export function kernelEditorDrawing(
  { image }: { readonly image: GreyImage },
  kernel: readonly number[],
  width: number,
): Drawing {
  const { cell, kernel: [kx, ky], side } = kernelEditorLayout(image, width);
  const narrow = width < 600;
  const map = convolve(image, kernel);
  const values = Array.from(map.values);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const mapX = narrow ? 1 + image.columns * cell + 14 : kx + 3 * side + 33;
  const mapY = top + cell;
  const imageBottom = top + image.rows * cell;
  const small = { "font-size": 12, fill: greys.muted };
  const scaleY = narrow ? ky + 3 * side + 36 : imageBottom + 34;
  const scaleWidth = Math.min(width - 2, 240);
  const scaleX = narrow ? 1 : mapX + map.columns * cell - scaleWidth;
  const operator = (x: number, words: string) =>
    narrow ? "" : text(x, imageBottom - image.rows * cell / 2 + 6, words, {
      "text-anchor": "middle",
      "font-size": 18,
    });
  const steps = 40;
  const marks = [-scaleLimit, 0, scaleLimit];
  return drawing(
    width,
    scaleY + 34,
    `The map of the kernel ${kernel.map(short).join(", ")} has values from ${
      short(least)
    } to ${short(most)}.`,
    [
      heading("A kernel and its map"),
      text(1, top - 8, `image, ${image.rows}×${image.columns}`, small),
      cells({ ...image, values: image.pixels }, {
        x: 1,
        y: top,
        cell,
        high: 255,
      }),
      operator(kx - 17, "*"),
      text(kx, ky - 8, "kernel", small),
      numberGrid(kernel, { x: kx, y: ky, side, high: scaleLimit }),
      operator(kx + 3 * side + 17, "→"),
      text(
        mapX,
        top - 8,
        narrow
          ? `map: ${short(least)} … ${short(most)}`
          : `map, from ${short(least)} to ${short(most)}`,
        small,
      ),
      cells(map, {
        x: mapX,
        y: mapY,
        cell,
        scale: signedScale,
        low: -scaleLimit,
        high: scaleLimit,
        ground: "#ffffff",
      }),
      ...Array.from({ length: steps }, (_, k) =>
        rect(
          scaleX + k * scaleWidth / steps,
          scaleY - 12,
          scaleWidth / steps + 0.5,
          12,
          { fill: colourAt(signedScale, (k + 0.5) / steps) },
        )),
      ...marks.map((mark, k) =>
        text(scaleX + k * scaleWidth / 2, scaleY + 15, short(mark), {
          ...small,
          "text-anchor": ["start", "middle", "end"][k],
        })
      ),
    ],
  );
}
