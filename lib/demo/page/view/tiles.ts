/// <reference lib="dom" />
/** How a stage's maps lie on its canvas: a tile for each. @module */
import type { Stage } from "../network/stages.ts";
import type { UnitPlace } from "../network/unit.ts";
import { palette, shadeAt, shadesOf } from "./palette.ts";

const wide = matchMedia("(min-width: 60rem)");

/** Where tiles lie in a stage's canvas, in its pixels. */
interface Tiling {
  readonly perRow: number;
  readonly rows: number;
  /** Canvas pixels for a unit. */
  readonly scale: number;
  readonly gap: number;
}

function tilingOf({ output: { rows, columns, channels } }: Stage): Tiling {
  const isVector = rows * columns === 1;
  // Side by side, all stages are about as high
  const high = isVector ? 8 : 4;
  const perRow = wide.matches
    ? Math.ceil(channels / high)
    : Math.min(channels, isVector ? 16 : 8);
  return {
    perRow,
    rows: Math.ceil(channels / perRow),
    scale: isVector ? 6 : 1,
    gap: isVector ? 1 : columns > 14 ? 2 : 1,
  };
}

/** What a unit looks at, in units of an image of another size (before pooling). */
export function patchOf(
  { input, size, stride, padding, dilation }: Stage,
  { row, column }: UnitPlace,
  { rows, columns }: { readonly rows: number; readonly columns: number },
): { row: number; column: number; height: number; width: number } {
  const [down, right] = [
    Math.floor(rows / input.rows),
    Math.floor(columns / input.columns),
  ];
  return {
    row: down * (row * stride[0] - padding[0]),
    column: right * (column * stride[1] - padding[1]),
    height: down * ((size[0] - 1) * dilation[0] + 1),
    width: right * ((size[1] - 1) * dilation[1] + 1),
  };
}

/** Draws the units of a stage, from their values [rows, columns, channels]. */
export function drawTiles(
  canvas: HTMLCanvasElement,
  stage: Stage,
  values: Float32Array | undefined,
  high: number,
): void {
  const { rows, columns, channels } = stage.output;
  const { perRow, rows: lines, scale, gap } = tilingOf(stage);
  const width = perRow * (columns * scale + gap) - gap;
  const height = lines * (rows * scale + gap) - gap;
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width;
    canvas.height = height;
  }
  const image = new ImageData(width, height);
  const pixels = new Uint32Array(image.data.buffer);
  const { amount, signed } = palette();
  // Logits have a sign; what a ReLU gives has none
  const isSigned = stage.activation === "linear";
  const shades = shadesOf(isSigned ? signed : amount);
  for (let channel = 0; channel < channels; channel++) {
    const left = channel % perRow * (columns * scale + gap);
    const top = Math.floor(channel / perRow) * (rows * scale + gap);
    for (let y = 0; y < rows * scale; y++) {
      const from = Math.floor(y / scale) * columns;
      for (let x = 0; x < columns * scale; x++) {
        const at = (from + Math.floor(x / scale)) * channels + channel;
        const value = values?.[at] ?? 0;
        const shade = isSigned
          ? shadeAt(value + high, 2 * high)
          : shadeAt(value, high);
        pixels[(top + y) * width + left + x] = shades[shade];
      }
    }
  }
  canvas.getContext("2d")!.putImageData(image, 0, 0);
}

/** The unit at a place of a stage's canvas, both from 0 to 1. */
export function unitAt(
  stage: Stage,
  x: number,
  y: number,
): UnitPlace | undefined {
  const { rows, columns, channels } = stage.output;
  const { perRow, rows: lines, scale, gap } = tilingOf(stage);
  const across = x * (perRow * (columns * scale + gap) - gap);
  const down = y * (lines * (rows * scale + gap) - gap);
  const tile = [
    Math.floor(across / (columns * scale + gap)),
    Math.floor(down / (rows * scale + gap)),
  ];
  const channel = tile[1] * perRow + tile[0];
  if (tile[0] < 0 || tile[0] >= perRow || channel < 0 || channel >= channels) {
    return undefined;
  }
  const within = (at: number, size: number) =>
    Math.max(0, Math.min(size - 1, Math.floor(at / scale)));
  return {
    channel,
    row: within(down - tile[1] * (rows * scale + gap), rows),
    column: within(across - tile[0] * (columns * scale + gap), columns),
  };
}

/** Lays an element on some units of a stage's canvas, in shares of its size. */
export function layOver(
  { style }: HTMLElement,
  stage: Stage,
  { channel }: UnitPlace,
  { row, column, height, width }: {
    readonly row: number;
    readonly column: number;
    readonly height: number;
    readonly width: number;
  },
): void {
  const { rows, columns } = stage.output;
  const { perRow, rows: lines, scale, gap } = tilingOf(stage);
  const [across, down] = [columns * scale + gap, rows * scale + gap];
  const [total, all] = [perRow * across - gap, lines * down - gap];
  const percent = (share: number) => `${100 * share}%`;
  style.left = percent((channel % perRow * across + column * scale) / total);
  style.top = percent(
    (Math.floor(channel / perRow) * down + row * scale) / all,
  );
  style.width = percent(width * scale / total);
  style.height = percent(height * scale / all);
}
