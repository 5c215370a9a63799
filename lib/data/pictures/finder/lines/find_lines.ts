/**
 * Level lines from edge to edge.
 *
 * Found by Hough's transform (R. O. Duda, P. E. Hart, "Use of the Hough transformation to
 * detect lines and curves in pictures", Communications of the ACM 15 (1), 1972), with a
 * line named by its heights at the picture's left and right edge: a printed line reaches
 * from edge to edge, and no stroke of a digit does.
 *
 * @module
 */
import type { Plane } from "../plane.ts";
import { quantile } from "../quantile.ts";
import { findRidges, HIDDEN } from "./ridges.ts";

/** How far a line may climb from edge to edge, as a share of the way: 10 degrees. */
const CLIMB = 0.18;

/** Share of the way at either end on which a line must be seen. */
const END = 0.04;

/** Share of a line that strokes must leave to be seen. */
const LEAST_SEEN = 0.4;

/** A line's heights at the left and the right edge, in pixels from the top. */
export interface Line {
  readonly left: number;
  readonly right: number;
}

/** By how many pixels a line descends from one column to the next. */
export function slopeOf({ left, right }: Line, columns: number): number {
  return (right - left) / (columns - 1);
}

/** The level lines in a picture's contrast, the clearest first. */
export function findLines(contrast: Plane): Line[] {
  const { ridge, strength } = findRidges(contrast);
  return candidates(ridge).filter((line) => isEven(strength, ridge, line));
}

/** Lines on which a ridge runs from edge to edge, the clearest first; none cross. */
function candidates(ridge: Plane): Line[] {
  const { rows, columns } = ridge;
  const climb = Math.round(CLIMB * columns);
  const found: (Line & { score: number })[] = [];
  for (let left = -climb; left < rows + climb; left++) {
    for (let right = left - climb; right <= left + climb; right++) {
      const score = scoreOf(ridge, left, right);
      if (score > 0) found.push({ left, right, score });
    }
  }
  found.sort((a, b) => b.score - a.score);
  const kept: Line[] = [];
  for (const line of found) {
    const separate = kept.every(({ left, right }) =>
      (line.left - left) * (line.right - right) > 0 &&
      (Math.abs(line.left - left) > 2 && Math.abs(line.right - right) > 2)
    );
    if (separate) kept.push(line);
  }
  return kept;
}

/** The mean of the ridge along a line; 0 if it doesn't run from end to end. */
function scoreOf(
  { rows, columns, values }: Plane,
  left: number,
  right: number,
): number {
  const slope = slopeOf({ left, right }, columns);
  // The columns in which the line is inside the picture
  let [first, last] = [0, columns - 1];
  if (slope > 0) {
    first = Math.max(first, Math.ceil(-left / slope));
    last = Math.min(last, Math.floor((rows - 1 - left) / slope));
  } else if (slope < 0) {
    first = Math.max(first, Math.ceil((rows - 1 - left) / slope));
    last = Math.min(last, Math.floor(-left / slope));
  } else if (left < 0 || left >= rows) return 0;
  const count = last - first + 1;
  if (count < 0.4 * columns) return 0;
  const end = Math.max(3, Math.round(END * columns));
  const mean = (from: number, to: number, step: number) => {
    let [sum, seen] = [0, 0];
    for (let column = from; column <= to; column += step) {
      const row = Math.round(left + slope * column);
      const value = values[row * columns + column];
      if (value === HIDDEN) continue;
      sum += value;
      seen++;
    }
    const most = (to - from + 1) / step;
    return seen > LEAST_SEEN * most ? sum / seen : 0;
  };
  // Most places end here
  if (mean(first, last, 8) < 0.3) return 0;
  const ends = Number(mean(first, first + end - 1, 1) > 0.4) +
    Number(mean(last - end + 1, last, 1) > 0.4);
  if (ends === 0) return 0;
  const score = mean(first, last, 1);
  // One that ends before the edge, as its paper does, is seen nearly everywhere else
  return score > (ends === 2 ? 0.5 : 0.75) ? score : 0;
}

/** Number of parts whose strengths are compared. */
const PARTS = 10;

/**
 * Whether a line is about as strong in nearly all its parts: a printed one is, a stroke
 * with grain in its direction is not.
 */
function isEven(strength: Plane, ridge: Plane, line: Line): boolean {
  const { rows, columns, values } = strength;
  const slope = slopeOf(line, columns);
  const parts: number[] = [];
  const all: number[] = [];
  for (let part = 0; part < PARTS; part++) {
    const seen: number[] = [];
    const end = Math.floor((part + 1) * columns / PARTS);
    for (let x = Math.floor(part * columns / PARTS); x < end; x++) {
      const row = Math.round(line.left + slope * x);
      if (row < 0 || row >= rows) continue;
      const at = row * columns + x;
      if (ridge.values[at] !== HIDDEN) seen.push(values[at]);
    }
    if (seen.length < 0.4 * columns / PARTS) continue;
    parts.push(quantile(Float32Array.from(seen), 0.5));
    all.push(...seen);
  }
  const usual = quantile(Float32Array.from(all), 0.5);
  const weak = parts.filter((value) => value < 0.35 * usual).length;
  return parts.length >= 4 && weak <= Math.max(1, 0.2 * parts.length);
}
