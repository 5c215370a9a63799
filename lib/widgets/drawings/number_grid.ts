/** 3×3 numbers on their colours. @module */
import { inkScale, signedScale } from "../../plots/theme.ts";
import { cells, inkOn, short } from "./grid.ts";
import { text } from "./svg.ts";

/** Where a grid of numbers lies, and its colours. */
export interface NumberGridStyle {
  readonly x: number;
  readonly y: number;
  /** Of a cell. */
  readonly side: number;
  /** The number at the end of the scale. */
  readonly high: number;
  /** Whether from white to black; else from blue over white to orange. */
  readonly ink?: boolean;
}

/** Nine numbers on their colours. */
export function numberGrid(
  values: readonly number[],
  { x, y, side, high, ink = false }: NumberGridStyle,
): string {
  const colour = ink
    ? { low: 0, high, scale: inkScale }
    : { low: -high, high, scale: signedScale };
  return cells({ rows: 3, columns: 3, values }, {
    ...{ x, y, cell: side },
    ...colour,
  }) +
    values.map((value, k) =>
      text(
        x + (k % 3 + 0.5) * side,
        y + (Math.floor(k / 3) + 0.6) * side,
        short(value),
        {
          "text-anchor": "middle",
          "font-size": side < 40 ? 11 : 14,
          fill: inkOn(value, colour),
        },
      )
    ).join("");
}
