/** Small planes for tests. @module */
import {
  createPlane,
  type Plane,
} from "../../../../lib/data/pictures/finder/plane.ts";

/** A plane of a function of column and row. */
export function plane(
  rows: number,
  columns: number,
  value: (x: number, y: number) => number,
): Plane {
  const made = createPlane(rows, columns);
  for (let at = 0; at < made.values.length; at++) {
    made.values[at] = value(at % columns, Math.floor(at / columns));
  }
  return made;
}

/** A plane drawn as text: # is 1, all else 0. */
export function drawn(...lines: readonly string[]): Plane {
  return plane(
    lines.length,
    lines[0].length,
    (x, y) => lines[y][x] === "#" ? 1 : 0,
  );
}
