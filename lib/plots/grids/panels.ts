/** Pictures for a grid, also cut out of one long array. @module */

/** A picture with one value per pixel. */
export interface Panel {
  /** `[rows · columns]`, row by row from the top. */
  readonly pixels: ArrayLike<number>;
  /** Height in pixels. */
  readonly rows: number;
  /** Width in pixels. */
  readonly columns: number;
  /** Stands above the picture; `<br>` begins a new line. */
  readonly caption?: string;
}

/**
 * Cuts an array of pictures, stored one after the other, into panels.
 *
 * @param values `[count, rows, columns]`, the last dimension running fastest
 * @param captions One per picture; pictures beyond the last caption have none
 * @throws {RangeError} If the values are not a whole number of pictures
 */
export function panelsOf(
  values: ArrayLike<number>,
  { rows, columns }: { rows: number; columns: number },
  captions: readonly string[] = [],
): Panel[] {
  const size = rows * columns;
  const count = values.length / size;
  if (!Number.isInteger(count)) {
    throw new RangeError(
      `Cannot cut values into pictures: their count must be a multiple of ${rows} × ${columns}: current value is ${values.length}`,
    );
  }
  return Array.from({ length: count }, (_, k) => ({
    pixels: Array.from(
      { length: size },
      (_, pixel) => values[k * size + pixel],
    ),
    rows,
    columns,
    caption: captions[k],
  }));
}

/** A picture's values, `[rows][columns]`. */
export function matrixOf({ pixels, rows, columns }: Panel): number[][] {
  return Array.from(
    { length: rows },
    (_, y) =>
      Array.from({ length: columns }, (_, x) => pixels[y * columns + x]),
  );
}

/** A picture's values with four digits, `[rows][columns]`: more would swell the notebooks. */
export function roundedMatrixOf(panel: Panel): number[][] {
  return matrixOf(panel).map((row) =>
    row.map((value) => Number(value.toPrecision(4)))
  );
}
