/**
 * A morphological closing (J. Serra, "Image analysis and mathematical morphology", 1982):
 * it fills all that is dark and narrower than its window, and keeps gradients and the
 * edges of wide shadows.
 *
 * @module
 */
import { createPlane, crop, mapPlane, type Plane, transpose } from "./plane.ts";

/**
 * Fills what is darker than its surroundings and narrower than the window. Beyond the
 * edges the plane continues as steeply as it falls towards them: what is dark along a
 * whole edge, as a vignette is, stays.
 *
 * @param reach The window has 2 · reach + 1 cells a side
 */
export function closing(plane: Plane, reach: number): Plane {
  const closed = closeWithin(extend(plane, reach), reach);
  return crop(closed, {
    left: reach,
    top: reach,
    right: reach + plane.columns,
    bottom: reach + plane.rows,
  });
}

/** The largest value in windows of 2 · reach + 1 cells a side. */
export function dilate(plane: Plane, reach: number): Plane {
  const alongRows = transpose(dilateRows(plane, reach));
  return transpose(dilateRows(alongRows, reach));
}

/** A closing whose windows end at the plane's edges. */
function closeWithin(plane: Plane, reach: number): Plane {
  const inverse = mapPlane(dilate(plane, reach), (value) => -value);
  return mapPlane(dilate(inverse, reach), (value) => -value);
}

/** Mirrors the plane at the point on its edge, but never lets it rise beyond. */
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
  const filled = closeWithin(extendRows(edge, reach, ends[0], ends[1]), reach);
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

/**
 * Along rows, in time that doesn't depend on the window: M. van Herk, "A fast algorithm
 * for local minimum and maximum filters on rectangular and octagonal kernels", Pattern
 * Recognition Letters 13 (7), 1992.
 */
function dilateRows({ rows, columns, values }: Plane, reach: number): Plane {
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
