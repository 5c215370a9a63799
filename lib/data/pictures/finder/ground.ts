/**
 * What a picture would be without its ink: paper in its light and shadow.
 *
 * As in B. Gatos, I. Pratikakis, S. J. Perantonis, "Adaptive degraded document image
 * binarization", Pattern Recognition 39 (3), 2006: the ground is estimated from the
 * pixels that are not ink and continued under the ink; then ink is what differs from it.
 * Where they take Sauvola's threshold to tell ink for the first time, here it is a
 * morphological closing (J. Serra, "Image analysis and mathematical morphology", 1982):
 * it fills all that is dark and narrower than its window, and keeps gradients and the
 * edges of wide shadows.
 *
 * @module
 */
import {
  blur,
  createPlane,
  crop,
  mapPlane,
  type Plane,
  quantile,
  resize,
  sample,
  shrink,
  transpose,
} from "./plane.ts";

/** The ground is estimated on a grid with so many cells on its longer side. */
const CELLS = 96;

/** The edges of shadows are found on a finer one. */
const EDGE_CELLS = 256;

/** Darker ground than this share of the lightest does not make ink count for more. */
const DARKEST = 0.5;

/** Half of the window, as a share of the longer side: ink is narrower than twice this. */
const REACH = 0.15;

/** Cells that differ from the ground by less than so many grey levels count as ground. */
const LEAST_DIFFERENCE = 3;

/**
 * How much each pixel differs from the ground towards the ink, and which way that is.
 */
export interface Contrast {
  /**
   * About 0 on the ground. Dark ink on light ground: the share of light that it takes
   * away. Light ink on dark ground: the light that it adds, 1 for 255 grey levels.
   */
  readonly contrast: Plane;
  /** Whether the ink is lighter than the ground. */
  readonly light: boolean;
}

/**
 * Takes out the ground.
 *
 * @param picture Grey levels, 0 black, 255 white
 */
export function takeOutGround(picture: Plane): Contrast {
  const longer = Math.max(picture.rows, picture.columns);
  const cells = shrink(picture, Math.ceil(longer / CELLS));
  const reach = Math.max(
    1,
    Math.round(REACH * Math.max(cells.rows, cells.columns)),
  );
  const inverse = mapPlane(cells, (value) => 255 - value);
  const closings = [closing(cells, reach), closing(inverse, reach)] as const;
  const light = isInkLight([cells, inverse], closings);
  const [coarse, closed, dark] = light
    ? [inverse, closings[1], mapPlane(picture, (value) => 255 - value)]
    : [cells, closings[0], picture];
  const smooth = resize(
    groundUnderInk(coarse, closed),
    picture.rows,
    picture.columns,
  );
  const ground = withEdges(smooth, dark);
  const most = sample(ground.values, 20_000).reduce((a, b) => Math.max(a, b));
  const least = light ? 255 : Math.max(32, DARKEST * most);
  return {
    light,
    contrast: mapPlane(dark, (value, at) => {
      const under = ground.values[at];
      return (under - value) / Math.max(least, under);
    }),
  };
}

/**
 * The ground with the sharp edges of shadows, which the grid's cells smear: a closing of
 * the pixels themselves has them.
 *
 * @param smooth The ground without them
 * @param picture With dark ink
 */
function withEdges(smooth: Plane, picture: Plane): Plane {
  const longer = Math.max(picture.rows, picture.columns);
  const small = shrink(picture, Math.max(1, Math.round(longer / EDGE_CELLS)));
  const reach = Math.max(
    1,
    Math.round(REACH * Math.max(small.rows, small.columns)),
  );
  const fine = closing(blur(small, 0.7), reach);
  const closed = resize(fine, picture.rows, picture.columns);
  // A closing keeps to the grain's lightest pixels
  const difference = sample(closed.values, 20_000);
  const beside = sample(smooth.values, 20_000);
  difference.forEach((value, at) => difference[at] = value - beside[at]);
  const lift = quantile(difference, 0.5);
  return mapPlane(
    smooth,
    (value, at) => Math.min(value, closed.values[at] - lift),
  );
}

/** If one ground varies so much more than the other, that decides. */
const CLEARLY_ROUGHER = 1.6;

/**
 * Tells light ink from dark ink: closed the right way, the ground is smooth; the other
 * way, it still has the ink's outline in it. Compares how much both vary, where there
 * is ink. Where that does not decide, as beside a dark table, ink is what differs more
 * from most of the picture.
 */
function isInkLight(
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
  const near = widen(larger, 1);
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

/** The sum of all steps between neighbours, at chosen places. */
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

/** The ground of dark ink: means of what is not ink, continued where there is ink. */
function groundUnderInk(cells: Plane, closed: Plane): Plane {
  const difference = mapPlane(closed, (value, at) => value - cells.values[at]);
  const middle = quantile(difference.values, 0.5);
  const deviation = 1.4826 * quantile(
    difference.values.map((value) => Math.abs(value - middle)),
    0.5,
  );
  const limit = middle + Math.max(LEAST_DIFFERENCE, 4 * deviation);
  const ink = widen(mapPlane(difference, (value) => value > limit ? 1 : 0), 1);
  const bare = mapPlane(ink, (value) => 1 - value);
  const lit = mapPlane(cells, (value, at) => value * bare.values[at]);
  // Coarser means fill what finer ones leave open
  let ground = closed;
  for (const reach of [16, 8, 4, 2, 1.2]) {
    const shares = blur(bare, reach);
    const sums = blur(lit, reach);
    ground = mapPlane(ground, (value, at) => {
      const share = Math.min(1, shares.values[at] / 0.25);
      if (share < 0.01) return value;
      const mean = sums.values[at] / shares.values[at];
      return share * mean + (1 - share) * value;
    });
  }
  return ground;
}

/**
 * Fills what is darker than its surroundings and narrower than the window. Beyond the
 * edges the plane goes on as steeply as it falls towards them: what is dark along a whole
 * edge, as a vignette is, is ground.
 */
function closing(plane: Plane, reach: number): Plane {
  const closed = fill(extend(plane, reach), reach);
  return crop(closed, {
    left: reach,
    top: reach,
    right: reach + plane.columns,
    bottom: reach + plane.rows,
  });
}

/** A closing in windows that end at the plane's edges. */
function fill(plane: Plane, reach: number): Plane {
  const inverse = mapPlane(widen(plane, reach), (value) => -value);
  return mapPlane(widen(inverse, reach), (value) => -value);
}

/** Mirrors the plane at the point on its edge, but lets it not rise beyond. */
function extend(plane: Plane, margin: number): Plane {
  const upright = (rows: Plane) =>
    transpose(extendRows(rows, margin, edgeOf(rows, 0), edgeOf(rows, -1)));
  return upright(upright(plane));
}

/** The first or last column, without ink that touches the edge: it ends there. */
function edgeOf({ rows, columns, values }: Plane, at: 0 | -1): Float32Array {
  const edge = createPlane(1, rows);
  for (let row = 0; row < rows; row++) {
    edge.values[row] = values[row * columns + (at === 0 ? 0 : columns - 1)];
  }
  const reach = Math.round(rows / 4);
  const ends = [0, rows - 1].map((end) => edge.values.subarray(end, end + 1));
  const filled = fill(extendRows(edge, reach, ends[0], ends[1]), reach);
  return filled.values.subarray(reach, reach + rows);
}

/** Extends each row, with these values at its ends. */
function extendRows(
  { rows, columns, values }: Plane,
  margin: number,
  left: Float32Array,
  right: Float32Array,
): Plane {
  const wide = createPlane(rows, columns + 2 * margin);
  const last = columns - 1;
  for (let row = 0; row < rows; row++) {
    const line = values.subarray(row * columns, (row + 1) * columns);
    const target = row * wide.columns + margin;
    wide.values.set(line, target);
    for (let step = 1; step <= margin; step++) {
      const inside = Math.min(step, last);
      wide.values[target - step] = left[row] -
        Math.max(0, line[inside] - left[row]);
      wide.values[target + last + step] = right[row] -
        Math.max(0, line[last - inside] - right[row]);
    }
  }
  return wide;
}

/** The largest value in windows of 2 · reach + 1 cells a side. */
function widen(plane: Plane, reach: number): Plane {
  const alongRows = transpose(widenRows(plane, reach));
  return transpose(widenRows(alongRows, reach));
}

/**
 * In time that does not depend on the window: M. van Herk, "A fast algorithm for local
 * minimum and maximum filters on rectangular and octagonal kernels", Pattern Recognition
 * Letters 13 (7), 1992.
 */
function widenRows({ rows, columns, values }: Plane, reach: number): Plane {
  const result = createPlane(rows, columns);
  const window = 2 * reach + 1;
  const length = Math.ceil((columns + 2 * reach) / window) * window;
  // The largest from each block's start, and to its end
  const from = new Float32Array(length);
  const to = new Float32Array(length);
  const line = new Float32Array(length).fill(-Infinity);
  for (let row = 0; row < rows; row++) {
    const start = row * columns;
    line.set(values.subarray(start, start + columns), reach);
    for (let block = 0; block < length; block += window) {
      let most = -Infinity;
      for (let at = block; at < block + window; at++) {
        if (line[at] > most) most = line[at];
        from[at] = most;
      }
      most = -Infinity;
      for (let at = block + window - 1; at >= block; at--) {
        if (line[at] > most) most = line[at];
        to[at] = most;
      }
    }
    for (let column = 0; column < columns; column++) {
      const [a, b] = [to[column], from[column + window - 1]];
      result.values[start + column] = a > b ? a : b;
    }
  }
  return result;
}
