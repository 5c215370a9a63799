/** Small matrices with their numbers, to follow a calculation. @module */
import type { Figure } from "../figure.ts";
import { requireSome } from "../require_some.ts";
import { baseLayout } from "../theme.ts";
import {
  axisTexts,
  cellLines,
  cellTexts,
  checkGrid,
  colourTrace,
  gapCells,
  nameAndSign,
  type NumberGrid,
  numberText,
  type PlacedGrid,
} from "./number_grid.ts";
import { squareAxes } from "./square_cells.ts";

export type { NumberGrid } from "./number_grid.ts";

/** Width of a cell in CSS pixels: the second for numbers such as −0.76. */
const cellWidths = [38, 46] as const;

/**
 * Draws matrices in a row with a number in each cell: blue below zero, orange
 * above, all on one scale.
 *
 * @throws {RangeError} If there is no matrix, or one is empty or has rows of
 *   different lengths
 */
export function numberGrids(
  grids: readonly NumberGrid[],
  { heading, decimals = 2 }: { heading: string; decimals?: number },
): Figure {
  requireSome(grids, "matrices");
  grids.forEach(checkGrid);
  const tallest = Math.max(...grids.map(({ values }) => values.length));
  const { placed, width } = inRow(grids, tallest);
  const cellPixels = cellWidth(grids, decimals);
  const largest = largestOf(grids);
  // Cells to the left and below, for what rows and columns stand for
  const room = grids.some(({ axes }) => axes) ? 1.3 : 0;
  return {
    data: placed.map((grid) => colourTrace(grid, largest)),
    layout: baseLayout({
      heading,
      width: Math.max(360, Math.round((width + 1 + room) * cellPixels) + 24),
      height: Math.round((tallest + 0.9 + room) * cellPixels) + 60,
      margin: { l: 12, r: 12, t: 48, b: 12 },
      ...squareAxes({
        left: -1 - room,
        right: width,
        top: -1.3,
        bottom: tallest - 0.4 + room,
      }),
      shapes: placed.flatMap(cellLines),
      annotations: placed.flatMap((grid) => [
        ...cellTexts(grid, decimals),
        ...nameAndSign(grid, tallest),
        ...axisTexts(grid),
      ]),
    }),
    alt: `${heading}: ${
      grids.map(({ name, values, sign }) =>
        `${name} of ${values.length} by ${values[0].length}` +
        (sign ? ` ${sign}` : "")
      ).join(" ")
    }`,
  };
}

/** Puts matrices beside each other, each in the middle of the height. */
function inRow(
  grids: readonly NumberGrid[],
  tallest: number,
): { placed: PlacedGrid[]; width: number } {
  let right = 0;
  const placed = grids.map((grid) => {
    const [rows, columns] = [grid.values.length, grid.values[0].length];
    const left = right;
    right += columns + gapCells;
    return { ...grid, left, top: (tallest - rows) / 2 };
  });
  return { placed, width: right - gapCells };
}

/** Width of all cells in CSS pixels, by the longest number. */
function cellWidth(grids: readonly NumberGrid[], decimals: number): number {
  const longest = Math.max(
    ...numbersOf(grids).map((value) => numberText(value, decimals).length),
  );
  return cellWidths[longest > 4 ? 1 : 0];
}

/** The largest absolute number; 1 if there is none but 0. */
function largestOf(grids: readonly NumberGrid[]): number {
  const sizes = numbersOf(grids).map(Math.abs);
  return Math.max(...sizes.filter(Number.isFinite)) || 1;
}

function numbersOf(grids: readonly NumberGrid[]): number[] {
  return grids.flatMap(({ values }) => values.flat());
}
