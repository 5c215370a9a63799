import { COLUMNS, ROWS } from "../digits.ts";

/** A stroke of a round pen. */
export interface PenLine {
  /** Points along it in pixels, shape [n, 2]: x and y in turn. */
  readonly points: Float64Array;
  /** The pen's radius at each point in pixels, shape [n]. */
  readonly radii: Float64Array;
}

/**
 * Points on a smooth curve through control points: a uniform Catmull-Rom spline.
 * The curve has a corner at a point that is given twice.
 *
 * E. Catmull, R. Rom, "A class of local interpolating splines", 1974.
 *
 * @param control Shape [n, 2], n at least 2: x and y in turn
 * @param steps Points for each pair of control points
 * @returns Shape [(n - 1) · steps + 1, 2]
 */
export function spline(control: Float64Array, steps: number): Float64Array {
  const count = control.length / 2;
  const curve = new Float64Array(((count - 1) * steps + 1) * 2);
  for (let i = 0; i < count - 1; i++) {
    const previous = 2 * Math.max(0, i - 1);
    const from = 2 * i;
    const to = 2 * (i + 1);
    const next = 2 * Math.min(count - 1, i + 2);
    for (let step = 0; step < steps; step++) {
      const t = step / steps;
      for (let axis = 0; axis < 2; axis++) {
        const a = control[previous + axis];
        const b = control[from + axis];
        const c = control[to + axis];
        const d = control[next + axis];
        curve[2 * (i * steps + step) + axis] = 0.5 *
          (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t +
            (3 * b - a - 3 * c + d) * t * t * t);
      }
    }
  }
  curve.set(control.subarray(-2), curve.length - 2);
  return curve;
}

/**
 * Draws lines with a round pen.
 *
 * @param softness Width in pixels, above 0, over which a line's edge fades
 * @returns Ink in each pixel from 0 to 1, shape [28, 28]
 */
export function drawLines(
  lines: readonly PenLine[],
  softness: number,
): Float32Array {
  const ink = new Float32Array(ROWS * COLUMNS);
  for (const { points, radii } of lines) {
    for (let i = 0; i + 1 < radii.length; i++) {
      drawSegment(ink, points, radii, i, softness);
    }
  }
  return ink;
}

/** Draws from point i to point i + 1. The centre of pixel (x, y) is at (x, y). */
function drawSegment(
  ink: Float32Array,
  points: Float64Array,
  radii: Float64Array,
  i: number,
  softness: number,
): void {
  const x0 = points[2 * i];
  const y0 = points[2 * i + 1];
  const dx = points[2 * i + 2] - x0;
  const dy = points[2 * i + 3] - y0;
  const squared = dx * dx + dy * dy;
  const reach = Math.max(radii[i], radii[i + 1]) + softness / 2;
  const left = Math.max(0, Math.ceil(Math.min(x0, x0 + dx) - reach));
  const right = Math.min(
    COLUMNS - 1,
    Math.floor(Math.max(x0, x0 + dx) + reach),
  );
  const top = Math.max(0, Math.ceil(Math.min(y0, y0 + dy) - reach));
  const bottom = Math.min(ROWS - 1, Math.floor(Math.max(y0, y0 + dy) + reach));
  for (let y = top; y <= bottom; y++) {
    for (let x = left; x <= right; x++) {
      const along = squared === 0
        ? 0
        : ((x - x0) * dx + (y - y0) * dy) / squared;
      const t = Math.min(1, Math.max(0, along));
      const offX = x - x0 - t * dx;
      const offY = y - y0 - t * dy;
      const distance = Math.sqrt(offX * offX + offY * offY);
      const radius = radii[i] + t * (radii[i + 1] - radii[i]);
      const cover = Math.min(1, (radius - distance) / softness + 0.5);
      const pixel = y * COLUMNS + x;
      if (cover > ink[pixel]) ink[pixel] = cover;
    }
  }
}
