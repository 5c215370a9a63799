/** Planes of numbers, and the operations on them that finding digits needs. @module */
import type { Box } from "../box.ts";

/** A number for each pixel. */
export interface Plane {
  readonly rows: number;
  readonly columns: number;
  /** Row by row. */
  readonly values: Float32Array<ArrayBuffer>;
}

/** A plane of zeros. */
export function createPlane(rows: number, columns: number): Plane {
  return { rows, columns, values: new Float32Array(rows * columns) };
}

/** A plane whose values are `change(value, index)` of another's. */
export function mapPlane(
  plane: Plane,
  change: (value: number, index: number) => number,
): Plane {
  const { rows, columns } = plane;
  const values = new Float32Array(plane.values.length);
  for (let at = 0; at < values.length; at++) {
    values[at] = change(plane.values[at], at);
  }
  return { rows, columns, values };
}

/** Rows become columns. */
export function transpose({ rows, columns, values }: Plane): Plane {
  const turned = createPlane(columns, rows);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      turned.values[column * rows + row] = values[row * columns + column];
    }
  }
  return turned;
}

/** A plane or a grey picture. */
export interface PixelGrid {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float32Array | Uint8Array;
}

/** The part of a plane inside a box, which must lie inside the plane. */
export function crop(
  { columns, values }: PixelGrid,
  { left, top, right, bottom }: Box,
): Plane {
  const part = createPlane(bottom - top, right - left);
  for (let row = top; row < bottom; row++) {
    part.values.set(
      values.subarray(row * columns + left, row * columns + right),
      (row - top) * part.columns,
    );
  }
  return part;
}

/** Means of blocks of `factor` × `factor` pixels; smaller ones at the far edges. */
export function shrink(
  { rows, columns, values }: PixelGrid,
  factor: number,
): Plane {
  const small = createPlane(
    Math.ceil(rows / factor),
    Math.ceil(columns / factor),
  );
  for (let row = 0; row < rows; row++) {
    const start = Math.floor(row / factor) * small.columns;
    for (let column = 0, at = row * columns; column < columns; column++, at++) {
      small.values[start + Math.floor(column / factor)] += values[at];
    }
  }
  if (factor === 1) return small;
  for (let row = 0, at = 0; row < small.rows; row++) {
    const high = Math.min(factor, rows - row * factor);
    for (let column = 0; column < small.columns; column++, at++) {
      small.values[at] /= high * Math.min(factor, columns - column * factor);
    }
  }
  return small;
}

/** Scales a plane to another size, linearly between the centres of its pixels. */
export function resize(plane: Plane, rows: number, columns: number): Plane {
  const scaled = createPlane(rows, columns);
  const x = positions(plane.columns, columns);
  const y = positions(plane.rows, rows);
  const { values } = plane;
  for (let row = 0, at = 0; row < rows; row++) {
    const above = y.before[row] * plane.columns;
    const below = y.after[row] * plane.columns;
    const down = y.share[row];
    for (let column = 0; column < columns; column++, at++) {
      const [left, right] = [x.before[column], x.after[column]];
      const along = x.share[column];
      const upper = values[above + left] * (1 - along) +
        values[above + right] * along;
      const lower = values[below + left] * (1 - along) +
        values[below + right] * along;
      scaled.values[at] = upper * (1 - down) + lower * down;
    }
  }
  return scaled;
}

/** For each new pixel, its two neighbours in the old plane and the share of the second. */
function positions(from: number, to: number) {
  const before = new Int32Array(to);
  const after = new Int32Array(to);
  const share = new Float32Array(to);
  for (let i = 0; i < to; i++) {
    const at = Math.max(
      0,
      Math.min(from - 1, (i + 0.5) * from / to - 0.5),
    );
    before[i] = Math.floor(at);
    after[i] = Math.min(from - 1, before[i] + 1);
    share[i] = at - before[i];
  }
  return { before, after, share };
}

/**
 * A Gaussian blur.
 *
 * @param deviation Standard deviation in pixels; 0 leaves the plane as it is
 */
export function blur(plane: Plane, deviation: number): Plane {
  if (deviation <= 0) return plane;
  const radius = Math.ceil(3 * deviation);
  const weights = Float32Array.from(
    { length: 2 * radius + 1 },
    (_, i) => Math.exp(-((i - radius) ** 2) / (2 * deviation * deviation)),
  );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  weights.forEach((weight, i) => weights[i] = weight / total);
  return transpose(
    convolveRows(transpose(convolveRows(plane, weights)), weights),
  );
}

/** Beyond the edges the plane is mirrored. */
function convolveRows(
  { rows, columns, values }: Plane,
  weights: Float32Array,
): Plane {
  const result = createPlane(rows, columns);
  const radius = (weights.length - 1) / 2;
  const padded = new Float32Array(columns + 2 * radius);
  for (let row = 0; row < rows; row++) {
    const line = values.subarray(row * columns, (row + 1) * columns);
    padded.set(line, radius);
    for (let step = 0; step < radius; step++) {
      const inside = Math.min(step, columns - 1);
      padded[radius - 1 - step] = line[inside];
      padded[radius + columns + step] = line[columns - 1 - inside];
    }
    for (let column = 0; column < columns; column++) {
      let sum = 0;
      for (let i = 0; i < weights.length; i++) {
        sum += weights[i] * padded[column + i];
      }
      result.values[row * columns + column] = sum;
    }
  }
  return result;
}
