import { mapPlane, type Plane } from "./plane.ts";

/** More than any squared distance. */
const FAR = 1e9;

/**
 * The distance of each pixel to the nearest pixel outside of the mask, 0 outside.
 *
 * P. F. Felzenszwalb, D. P. Huttenlocher, "Distance transforms of sampled functions",
 * Theory of Computing 8, 2012: exact, in linear time.
 *
 * @param inside Above 0 for pixels in the mask
 * @param beyond Whether all beyond the plane is outside of the mask, or in it
 */
export function distances(
  inside: Plane,
  beyond: "outside" | "inside" = "outside",
): Plane {
  const { rows, columns } = inside;
  const squared = mapPlane(inside, (value) => value > 0 ? FAR : 0);
  const longer = Math.max(rows, columns) + 2;
  const line = new Float64Array(longer);
  const result = new Float64Array(longer);
  const pass = (start: number, step: number, count: number) => {
    // One pixel beyond either end
    line[0] = line[count + 1] = beyond === "outside" ? 0 : FAR;
    for (let i = 0; i < count; i++) {
      line[i + 1] = squared.values[start + i * step];
    }
    lowerEnvelope(line, result, count + 2);
    for (let i = 0; i < count; i++) {
      squared.values[start + i * step] = result[i + 1];
    }
  };
  for (let column = 0; column < columns; column++) pass(column, columns, rows);
  for (let row = 0; row < rows; row++) pass(row * columns, 1, columns);
  return mapPlane(squared, Math.sqrt);
}

/** For each x the least of (x - at)² + line[at]: the envelope of parabolas. */
function lowerEnvelope(
  line: Float64Array,
  result: Float64Array,
  count: number,
): void {
  const vertices = new Int32Array(count);
  const bounds = new Float64Array(count + 1);
  let last = 0;
  bounds[0] = -Infinity;
  bounds[1] = Infinity;
  for (let x = 1; x < count; x++) {
    let from: number;
    do {
      const v = vertices[last];
      from = (line[x] + x * x - line[v] - v * v) / (2 * (x - v));
    } while (from <= bounds[last] && --last >= 0);
    last++;
    vertices[last] = x;
    bounds[last] = from;
    bounds[last + 1] = Infinity;
  }
  for (let x = 0, k = 0; x < count; x++) {
    while (bounds[k + 1] < x) k++;
    const v = vertices[k];
    result[x] = (x - v) * (x - v) + line[v];
  }
}

/**
 * The width of a digit's strokes in pixels. In a strip of width w the mean distance to
 * the edge is w / 4.
 *
 * @param inside Above 0 for ink
 */
export function strokeWidth(inside: Plane): number {
  const distance = distances(inside);
  let [sum, count] = [0, 0];
  distance.values.forEach((value) => {
    if (value === 0) return;
    sum += value - 0.5; // to the edge, not to the next pixel's centre
    count++;
  });
  return count === 0 ? 0 : 4 * sum / count;
}
