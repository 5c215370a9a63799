/** Pictures made of square cells: digits, kernels, feature maps. @module */
import { type ColourStops, greys, inkScale } from "../../plots/theme.ts";
import { crisp, rect, tag } from "./svg.ts";

/** A matrix of numbers, row by row from the top left. */
export interface Grid {
  /** Its height. */
  readonly rows: number;
  /** Its width. */
  readonly columns: number;
  /** `[rows · columns]`. */
  readonly values: ArrayLike<number>;
}

/** Shades that are told apart; fewer shades make smaller pictures. */
const shades = 48;

/** Where a grid lies and how its numbers become colours. */
export interface GridStyle {
  /** Left edge. */
  readonly x: number;
  /** Upper edge. */
  readonly y: number;
  /** Side of a cell. */
  readonly cell: number;
  /** Default: ink, white to black. */
  readonly scale?: ColourStops;
  /** The number at the scale's start. Default: 0. */
  readonly low?: number;
  /** The number at the scale's end. */
  readonly high: number;
  /** Drawn below the cells; "none" shows what lies there. Default: white. */
  readonly ground?: string;
}

/** Draws a grid with a thin frame, one path for each shade. Cells of NaN stay empty. */
export function cells(
  { rows, columns, values }: Grid,
  { x, y, cell, scale = inkScale, low = 0, high, ground }: GridStyle,
): string {
  const runs = new Map<string, string>();
  const base = ground ?? colourAt(inkScale, 0);
  for (let row = 0; row < rows; row++) {
    let column = 0;
    while (column < columns) {
      const shade = colourOf(values[row * columns + column]);
      let end = column + 1;
      while (
        end < columns && colourOf(values[row * columns + end]) === shade
      ) end++;
      if (shade !== "" && shade !== base) {
        const run = `M${fixed(x + column * cell)} ${fixed(y + row * cell)}h${
          fixed((end - column) * cell)
        }v${fixed(cell)}h${fixed((column - end) * cell)}z`;
        runs.set(shade, (runs.get(shade) ?? "") + run);
      }
      column = end;
    }
  }
  const [width, height] = [columns * cell, rows * cell];
  return (base === "none" ? "" : rect(x, y, width, height, { fill: base })) +
    crisp([...runs].map(([fill, d]) => tag("path", { fill, d })).join("")) +
    rect(x - 0.5, y - 0.5, width + 1, height + 1, {
      fill: "none",
      stroke: greys.rule,
    });

  function colourOf(value: number): string {
    if (Number.isNaN(value)) return "";
    const share = Math.min(1, Math.max(0, (value - low) / (high - low || 1)));
    return colourAt(scale, Math.round(share * shades) / shades);
  }
}

/** The colour at a place from 0 to 1 of a scale. */
export function colourAt(scale: ColourStops, at: number): string {
  const next = Math.max(1, scale.findIndex(([position]) => position >= at));
  const [[p, a], [q, b]] = [scale[next - 1], scale[next]];
  const share = (at - p) / (q - p);
  const [from, to] = [channels(a), channels(b)];
  const mixed = from.map((value, k) => value + share * (to[k] - value));
  const [red, green, blue] = mixed.map(Math.round);
  return mixed[3] === 1
    ? `rgb(${red},${green},${blue})`
    : `rgba(${red},${green},${blue},${fixed(mixed[3])})`;
}

/** Black or white, whichever stands out more from a number's colour. */
export function inkOn(
  value: number,
  { scale, low, high }: {
    readonly scale: ColourStops;
    readonly low: number;
    readonly high: number;
  },
): string {
  const share = Math.min(1, Math.max(0, (value - low) / (high - low || 1)));
  const [red, green, blue] = colourAt(scale, share).match(/\d+/g)!
    .map((part) => (Number(part) / 255) ** 2.2);
  // The luminance at which black and white stand out equally
  const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  return luminance > 0.179 ? "#000000" : "#ffffff";
}

/** Red, green and blue up to 255, and opacity up to 1. */
function channels(colour: string): number[] {
  if (colour.startsWith("rgba")) return colour.match(/[\d.]+/g)!.map(Number);
  const bits = parseInt(colour.slice(1), 16);
  return [bits >> 16, bits >> 8 & 255, bits & 255, 1];
}

function fixed(value: number): string {
  return String(Math.round(100 * value) / 100);
}

/** A number with at most two decimals and a true minus sign. */
export function short(value: number): string {
  return String(Math.round(100 * value) / 100 + 0).replace("-", "−");
}
