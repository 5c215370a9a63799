import { dilate } from "./closing.ts";
import { mapPlane, type Plane } from "./plane.ts";
import { quantile } from "./quantile.ts";

/** Cells that differ from the ground by less than this many grey levels count as ground. */
export const LEAST_DIFFERENCE = 3;

/** A ground that varies by this factor more than the other decides. */
const CLEARLY_ROUGHER = 1.6;

/**
 * Whether the ink is lighter than its ground. Closed the right way, the ground is smooth;
 * the other way, the ink's outline is still in it: compares how much the two vary where
 * there is ink. If that doesn't decide, as beside a dark table, ink is what differs more
 * from most of the picture.
 *
 * @param cells The picture, and its negative
 * @param closings The closing of each
 */
export function isInkLight(
  cells: readonly [Plane, Plane],
  closings: readonly [Plane, Plane],
): boolean {
  const differences = closings.map((closed, k) =>
    mapPlane(closed, (value, at) => value - cells[k].values[at])
  );
  const larger = mapPlane(
    differences[0],
    (value, at) => Math.max(value, differences[1].values[at]),
  );
  const least = Math.max(
    LEAST_DIFFERENCE,
    0.3 * larger.values.reduce((most, value) => Math.max(most, value), 0),
  );
  const near = dilate(larger, 1);
  const [dark, light] = closings.map((closed) =>
    variation(closed, (at) => near.values[at] >= least)
  );
  if (light > CLEARLY_ROUGHER * dark) return false;
  if (dark > CLEARLY_ROUGHER * light) return true;
  const [darkInk, lightInk] = cells.map((plane, k) => {
    const usual = quantile(plane.values, 0.5);
    let [sum, count] = [0, 0];
    plane.values.forEach((value, at) => {
      if (differences[k].values[at] < least) return;
      sum += usual - value;
      count++;
    });
    return count === 0 ? 0 : sum / count;
  });
  return lightInk > darkInk;
}

/** The sum of all differences between neighbours, at chosen places. */
function variation(
  { columns, values }: Plane,
  isChosen: (at: number) => boolean,
): number {
  let sum = 0;
  for (let at = 0; at < values.length; at++) {
    if (!isChosen(at)) continue;
    if (at % columns + 1 < columns) {
      sum += Math.abs(values[at] - values[at + 1]);
    }
    if (at + columns < values.length) {
      sum += Math.abs(values[at] - values[at + columns]);
    }
  }
  return sum;
}
