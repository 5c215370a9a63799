/** An image, a kernel, and the map that it makes of the image. @module */
import { signedScale } from "../../plots/theme.ts";
import { colourBar } from "./colour_bar.ts";
import { convolve, type GreyImage, scaleLimit } from "./convolution.ts";
import { cells, short } from "./grid.ts";
import { numberGrid } from "./number_grid.ts";
import { type Drawing, drawing, heading, small, text } from "./svg.ts";

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

/** Where the parts lie, in CSS pixels. */
export interface KernelEditorLayout {
  /** Side of a pixel. */
  readonly cell: number;
  /** Upper left corner of the kernel, and the side of each of its cells. */
  readonly kernel: readonly [x: number, y: number];
  readonly side: number;
  /** Upper left corner of the map. */
  readonly map: readonly [x: number, y: number];
  /** The map's colour scale. */
  readonly scale: Readonly<Record<"x" | "y" | "width", number>>;
  /** Whether the kernel is below image and map. */
  readonly isNarrow: boolean;
}

const top = 50;

/** The kernel between image and map, or below both where the width is small. */
export function kernelEditorLayout(
  { rows, columns }: GreyImage,
  width: number,
): KernelEditorLayout {
  const isNarrow = width < 600;
  const side = 56;
  const room = isNarrow ? width - 16 : width - 3 * side - 68;
  const cell = Math.max(
    1,
    Math.min(9, Math.floor(2 * room / (2 * columns - 2)) / 2),
  );
  const [imageWidth, imageHeight] = [columns * cell, rows * cell];
  const kernel = isNarrow
    ? [1, top + imageHeight + 32] as const
    : [imageWidth + 34, top + (imageHeight - 3 * side) / 2] as const;
  const kernelEnd = [kernel[0] + 3 * side, kernel[1] + 3 * side];
  const mapX = isNarrow ? imageWidth + 15 : kernelEnd[0] + 33;
  const scaleWidth = Math.min(width - 2, 240);
  return {
    cell,
    kernel,
    side,
    map: [mapX, top + cell],
    scale: {
      x: isNarrow ? 1 : mapX + (columns - 2) * cell - scaleWidth,
      y: isNarrow ? kernelEnd[1] + 24 : top + imageHeight + 22,
      width: scaleWidth,
    },
    isNarrow,
  };
}

/** Draws image × kernel → map, with the map's fixed colour scale. */
export function kernelEditorDrawing(
  { image }: { readonly image: GreyImage },
  kernel: readonly number[],
  width: number,
): Drawing {
  const { cell, kernel: [x, y], side, map: [mapX, mapY], scale, isNarrow } =
    kernelEditorLayout(image, width);
  const map = convolve(image, kernel);
  const values = Array.from(map.values);
  const [least, most] = [Math.min(...values), Math.max(...values)].map(short);
  const middle = top + image.rows * cell / 2 + 6;
  return drawing(
    width,
    scale.y + 46,
    `The map of the kernel ${
      kernel.map(short).join(", ")
    } has values from ${least} to ${most}.`,
    [
      heading("A kernel and its map"),
      text(1, top - 8, `image, ${image.rows}×${image.columns}`, small),
      cells({ ...image, values: image.pixels }, {
        x: 1,
        y: top,
        cell,
        high: 255,
      }),
      isNarrow ? "" : sign(x - 17, middle, "*"),
      text(x, y - 8, "kernel", small),
      numberGrid(kernel, { x, y, side, high: scaleLimit }),
      isNarrow ? "" : sign(x + 3 * side + 17, middle, "→"),
      text(
        mapX,
        top - 8,
        isNarrow ? `map: ${least} … ${most}` : `map, from ${least} to ${most}`,
        small,
      ),
      cells(map, { x: mapX, y: mapY, cell, ...mapColours }),
      ...mapScale(scale),
    ],
  );
}

const mapColours = {
  scale: signedScale,
  low: -scaleLimit,
  high: scaleLimit,
  ground: "#ffffff",
};

function sign(x: number, y: number, words: string): string {
  return text(x, y, words, { "text-anchor": "middle", "font-size": 18 });
}

/** The map's colour scale with its numbers. */
function mapScale(
  { x, y, width }: KernelEditorLayout["scale"],
): string[] {
  return [
    colourBar(signedScale, { x, y, width, height: 12 }, 0.5),
    ...[-scaleLimit, 0, scaleLimit].map((value, k) =>
      text(x + k * width / 2, y + 27, short(value), {
        ...small,
        "text-anchor": ["start", "middle", "end"][k],
      })
    ),
  ];
}
