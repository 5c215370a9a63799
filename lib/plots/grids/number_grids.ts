/** Small matrices with their numbers, to follow a calculation. @module */
import type { Annotation, Shape } from "plotly.js-dist";
import type { Figure } from "../figure.ts";
import { requireSome } from "../require_some.ts";
import {
  baseLayout,
  colours,
  greys,
  hiddenAxis,
  signedScale,
} from "../theme.ts";

/** A matrix, with a frame around the cells that matter. */
export interface NumberGrid {
  /** Stands above the matrix. */
  readonly name: string;
  /** `[rows][columns]`; NaN leaves a cell empty. */
  readonly values: readonly (readonly number[])[];
  /** What rows and columns stand for; they are numbered from 0. */
  readonly axes?: { readonly rows: string; readonly columns: string };
  /** A frame around some of the cells. */
  readonly frame?: {
    readonly row: number;
    readonly column: number;
    readonly rows: number;
    readonly columns: number;
  };
  /** The sign between this matrix and the next, such as `*` or `=`. */
  readonly sign?: string;
}

/** Width of a cell in CSS pixels: the second for numbers such as −0.76. */
const cellWidths = [38, 46] as const;
/** Space between two matrices, in cells. */
const gapCells = 1.4;

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
  let right = 0;
  const placed = grids.map((grid) => {
    const [rows, columns] = [grid.values.length, grid.values[0].length];
    const left = right;
    right += columns + gapCells;
    return { ...grid, left, top: (tallest - rows) / 2 };
  });
  const width = right - gapCells;
  const longest = Math.max(
    ...grids.flatMap(({ values }) =>
      values.flat().map((value) => numberText(value, decimals).length)
    ),
  );
  const cellPixels = cellWidths[longest > 4 ? 1 : 0];
  const sizes = grids.flatMap(({ values }) => values.flat().map(Math.abs));
  const largest = Math.max(...sizes.filter(Number.isFinite)) || 1;
  // Cells to the left and below, for what rows and columns stand for
  const room = grids.some(({ axes }) => axes) ? 1.3 : 0;
  return {
    data: placed.map(({ values, left, top }) => ({
      type: "heatmap",
      x: values[0].map((_, column) => left + column),
      y: values.map((_, row) => top + row),
      z: values.map((row) => [...row]),
      // Only the lighter half of the scale, on which dark text is readable.
      zmin: -2 * largest,
      zmax: 2 * largest,
      colorscale: signedScale,
      showscale: false,
      hovertemplate: "%{z}<extra></extra>",
    })),
    layout: baseLayout({
      heading,
      width: Math.max(360, Math.round((width + 1 + room) * cellPixels) + 24),
      height: Math.round((tallest + 0.9 + room) * cellPixels) + 60,
      margin: { l: 12, r: 12, t: 48, b: 12 },
      xaxis: hiddenAxis({ range: [-1 - room, width], constrain: "domain" }),
      yaxis: hiddenAxis({
        range: [tallest - 0.4 + room, -1.3],
        scaleanchor: "x",
        constrain: "domain",
      }),
      shapes: placed.flatMap(frameOf),
      annotations: placed.flatMap((grid) => [
        ...numbers(grid, decimals),
        ...labels(grid, tallest),
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

/** A matrix at its place, in cells from the top left. */
type PlacedGrid = NumberGrid & {
  readonly left: number;
  readonly top: number;
};

/** The lines between the cells, and the frame, if there is one. */
function frameOf({ frame, ...grid }: PlacedGrid): Partial<Shape>[] {
  const rectangle = (
    { row, column, rows, columns }: Required<NumberGrid>["frame"],
    color: string,
    width: number,
  ): Partial<Shape> => ({
    type: "rect",
    x0: grid.left + column - 0.5,
    x1: grid.left + column + columns - 0.5,
    y0: grid.top + row - 0.5,
    y1: grid.top + row + rows - 0.5,
    line: { color, width },
  });
  const cells = grid.values.flatMap((line, row) =>
    line.map((_, column) =>
      rectangle({ row, column, rows: 1, columns: 1 }, greys.rule, 1)
    )
  );
  return frame ? [...cells, rectangle(frame, colours.black, 2.5)] : cells;
}

function numbers(
  { values, left, top }: PlacedGrid,
  decimals: number,
): Partial<Annotation>[] {
  return values.flatMap((line, row) =>
    line.map((value, column) => ({
      x: left + column,
      y: top + row,
      text: Number.isNaN(value) ? "" : numberText(value, decimals),
      showarrow: false,
      font: { size: 13 },
    }))
  );
}

/** The numbers of rows and columns, and what they stand for. */
function axisTexts(
  { axes, values, left, top }: PlacedGrid,
): Partial<Annotation>[] {
  if (!axes) return [];
  const [rows, columns] = [values.length, values[0].length];
  const text = (
    x: number,
    y: number,
    text: string | number,
    more: Partial<Annotation> = {},
  ): Partial<Annotation> => ({
    x: left + x,
    y: top + y,
    text: String(text),
    showarrow: false,
    font: { size: 13, color: greys.text },
    ...more,
  });
  return [
    ...values.map((_, row) => text(-0.9, row, row)),
    ...values[0].map((_, column) => text(column, rows - 0.1, column)),
    text(-1.6, (rows - 1) / 2, axes.rows, { textangle: -90 }),
    text((columns - 1) / 2, rows + 0.6, axes.columns),
  ];
}

/** The number as text: whole numbers without decimals, and a true minus sign. */
function numberText(value: number, decimals: number): string {
  const text = Number.isInteger(value)
    ? String(value)
    : value.toFixed(decimals);
  return text.replace("-", "−");
}

/** The name above a matrix, and the sign to its right. */
function labels(
  { name, sign, values, left, top }: PlacedGrid,
  tallest: number,
): Partial<Annotation>[] {
  const columns = values[0].length;
  return [
    {
      x: left + (columns - 1) / 2,
      y: top - 0.6,
      yanchor: "bottom",
      text: name,
      showarrow: false,
      font: { size: 13 },
    },
    ...(sign
      ? [{
        x: left + columns - 0.5 + gapCells / 2,
        y: (tallest - 1) / 2,
        text: sign,
        showarrow: false,
        font: { size: 20 },
      }]
      : []),
  ];
}

function checkGrid({ name, values }: NumberGrid): void {
  const columns = values[0]?.length ?? 0;
  if (columns === 0 || values.some((row) => row.length !== columns)) {
    throw new RangeError(
      `Cannot draw matrix "${name}": its rows must have the same length, at least 1: current lengths are ${
        values.map((row) => row.length).join(", ") || "none"
      }`,
    );
  }
}
