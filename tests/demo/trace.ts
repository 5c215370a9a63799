/** From a digit's pixels to strokes that a pen could have drawn. @module */
import { COLUMNS, ROWS } from "../../lib/data/digits.ts";
import type { Point, Stroke } from "../../lib/widgets/pad/strokes.ts";

/** Pixels with at least so much ink are part of the digit. */
const threshold = 110;

/**
 * Traces a digit: its ink is thinned to lines of one pixel, and the lines are
 * followed, straight on at crossings.
 *
 * @param pixels uint8 [28, 28].
 * @returns Strokes on a pad of 28 × 28.
 */
export function traceStrokes(pixels: Uint8Array): Stroke[] {
  const ink = thin(Array.from(pixels, (pixel) => pixel >= threshold));
  const edges = edgesOf(ink);
  const used = new Set<string>();
  const open = (at: number) =>
    (edges.get(at) ?? []).filter((to) => !used.has(keyOf(at, to)));
  const strokes: number[][] = [];
  // Ends of lines first, then what is left: rings
  const starts = [...edges.keys()]
    .sort((a, b) => edges.get(a)!.length - edges.get(b)!.length);
  for (const start of starts) {
    if (edges.get(start)!.length === 0) strokes.push([start]);
    while (open(start).length > 0) {
      const line = [start];
      for (let at = start, next; open(at).length > 0; at = next) {
        next = straightest(line, open(at));
        used.add(keyOf(at, next));
        line.push(next);
      }
      strokes.push(line);
    }
  }
  // A spur of one pixel is a scar of thinning
  const long = strokes.filter((line) => line.length > 2);
  return (long.length > 0 ? long : strokes).map((line) =>
    simplified(smoothed(line.map(pointOf)), 0.3)
  );
}

function keyOf(a: number, b: number): string {
  return a < b ? `${a} ${b}` : `${b} ${a}`;
}

function pointOf(at: number): Point {
  return [at % COLUMNS + 0.5, Math.floor(at / COLUMNS) + 0.5];
}

/** The eight neighbours clockwise from the one above. */
const around = [
  ...[-COLUMNS, 1 - COLUMNS, 1, COLUMNS + 1],
  ...[COLUMNS, COLUMNS - 1, -1, -COLUMNS - 1],
];

/** T. Zhang, C. Suen, "A fast parallel algorithm for thinning digital patterns", 1984. */
function thin(ink: readonly boolean[]): boolean[] {
  let now = [...ink];
  for (let changed = true; changed;) {
    changed = false;
    for (const step of [0, 1]) {
      const next = [...now];
      for (let at = COLUMNS + 1; at < COLUMNS * (ROWS - 1) - 1; at++) {
        if (!now[at]) continue;
        const n = around.map((by) => now[at + by]);
        const count = n.filter(Boolean).length;
        const rises = n.filter((is, k) => !is && n[(k + 1) % 8]).length;
        const [up, right, down, left] = [n[0], n[2], n[4], n[6]];
        const edge = step === 0
          ? !(up && right && down) && !(right && down && left)
          : !(up && right && left) && !(up && down && left);
        if (count >= 2 && count <= 6 && rises === 1 && edge) {
          next[at] = false;
          changed = true;
        }
      }
      now = next;
    }
  }
  return now;
}

/** Which pixels follow each other; corners are not cut where there is a way around. */
function edgesOf(ink: readonly boolean[]): Map<number, number[]> {
  const edges = new Map<number, number[]>();
  ink.forEach((is, at) => {
    if (!is) return;
    edges.set(
      at,
      around.filter((by, k) =>
        ink[at + by] &&
        (k % 2 === 0 ||
          (!ink[at + around[k - 1]] && !ink[at + around[(k + 1) % 8]]))
      ).map((by) => at + by),
    );
  });
  return edges;
}

/** The way that turns least. */
function straightest(line: readonly number[], ways: readonly number[]): number {
  const [x, y] = pointOf(line[line.length - 1]);
  const [fromX, fromY] = pointOf(line[Math.max(0, line.length - 4)]);
  const along = (way: number) => {
    const [toX, toY] = pointOf(way);
    const length = Math.hypot(toX - x, toY - y);
    return ((toX - x) * (x - fromX) + (toY - y) * (y - fromY)) / length;
  };
  return ways.reduce((best, way) => along(way) > along(best) ? way : best);
}

function smoothed(points: readonly Point[]): Point[] {
  return points.map(([x, y], k) => {
    if (k === 0 || k === points.length - 1) return [x, y];
    const [before, after] = [points[k - 1], points[k + 1]];
    return [
      (before[0] + 2 * x + after[0]) / 4,
      (before[1] + 2 * y + after[1]) / 4,
    ];
  });
}

/** D. Douglas, T. Peucker, 1973: leaves out points that are near the line anyway. */
function simplified(points: readonly Point[], tolerance: number): Point[] {
  if (points.length < 3) return [...points];
  const [[x0, y0], [x1, y1]] = [points[0], points[points.length - 1]];
  const length = Math.hypot(x1 - x0, y1 - y0);
  let [farthest, most] = [0, 0];
  points.forEach(([x, y], k) => {
    const off = length === 0
      ? Math.hypot(x - x0, y - y0)
      : Math.abs((x1 - x0) * (y - y0) - (y1 - y0) * (x - x0)) / length;
    if (off > most) [farthest, most] = [k, off];
  });
  if (most <= tolerance) return [points[0], points[points.length - 1]];
  return [
    ...simplified(points.slice(0, farthest + 1), tolerance).slice(0, -1),
    ...simplified(points.slice(farthest), tolerance),
  ];
}
