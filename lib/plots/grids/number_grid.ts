/** One matrix of numbers: its colours, its lines and its texts. @module */
import type { Annotation, Data, Shape } from "plotly.js-dist";
import { colours, greys, signedScale } from "../theme.ts";
import { frameAround } from "./square_cells.ts";

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

/** A matrix at its place, in cells from the top left. */
export interface PlacedGrid extends NumberGrid {
  readonly left: number;
  readonly top: number;
}

/** Space between two matrices, in cells. */
export const gapCells = 1.4;

/** @throws {RangeError} If it is empty, or has rows of different lengths */
export function checkGrid({ name, values }: NumberGrid): void {
  const columns = values[0]?.length ?? 0;
  if (columns === 0 || values.some((row) => row.length !== columns)) {
    throw new RangeError(
      `Cannot draw matrix "${name}": its rows must have the same length, at least 1: current lengths are ${
        values.map((row) => row.length).join(", ") || "none"
      }`,
    );
  }
}

/**
 * The colours of the cells.
 *
 * @param largest The largest absolute number of all matrices
 */
export function colourTrace(
  { values, left, top }: PlacedGrid,
  largest: number,
): Data {
  return {
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
  };
}

/** The lines between the cells, and the frame, if there is one. */
export function cellLines(
  { frame, values, left, top }: PlacedGrid,
): Partial<Shape>[] {
  const around = (
    { row, column, rows, columns }: Required<NumberGrid>["frame"],
    line: { color: string; width: number },
  ) =>
    frameAround({ left: left + column, top: top + row, rows, columns }, line);
  const cells = values.flatMap((numbers, row) =>
    numbers.map((_, column) =>
      around({ row, column, rows: 1, columns: 1 }, {
        color: greys.rule,
        width: 1,
      })
    )
  );
  return frame
    ? [...cells, around(frame, { color: colours.black, width: 2.5 })]
    : cells;
}

/** The number of each cell. */
export function cellTexts(
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
export function axisTexts(
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

/** The name above a matrix, and the sign to its right. */
export function nameAndSign(
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

/** The number as text: whole numbers without decimals, and a true minus sign. */
export function numberText(value: number, decimals: number): string {
  const text = Number.isInteger(value)
    ? String(value)
    : value.toFixed(decimals);
  return text.replace("-", "−");
}
