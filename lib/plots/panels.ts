/** Many pictures in one array, cut into panels. @module */
import type { Panel } from "./grids/image_grid.ts";

/**
 * Cuts an array that holds pictures one after the other into panels.
 *
 * @param values `[count, rows, columns]`, the last dimension running fastest
 * @param captions one a picture; what is missing has none
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
      `Cannot cut values into pictures: their number must be a multiple of ${rows} × ${columns}: current value is ${values.length}`,
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
