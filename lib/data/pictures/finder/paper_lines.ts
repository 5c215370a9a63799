/**
 * The straight lines of ruled and squared paper.
 *
 * Found by Hough's transform (R. O. Duda, P. E. Hart, "Use of the Hough transformation to
 * detect lines and curves in pictures", Communications of the ACM 15 (1), 1972), with a
 * line named by its heights at the picture's left and right edge: a printed line reaches
 * from edge to edge, and no stroke of a digit does.
 *
 * @module
 */
import {
  createPlane,
  mapPlane,
  type Plane,
  quantile,
  shrink,
  transpose,
} from "./plane.ts";

/** Longer side, in pixels, at which lines are looked for. */
const SEARCH_SIZE = 256;

/** How far a line may climb from edge to edge, as a share of the way: 10 degrees. */
const CLIMB = 0.18;

/** Pixels on either side with which a line is compared. */
const SURROUNDINGS = 5;

/** Share of the way at either end on which a line must be seen. */
const END = 0.04;

/** Share of a line that strokes must leave to be seen. */
const LEAST_SEEN = 0.4;

/** A line's heights at the left and the right edge, in pixels. */
interface Line {
  readonly left: number;
  readonly right: number;
}

/** A picture's contrast without lines. */
export interface WithoutLines {
  readonly contrast: Plane;
  /** How many lines there were. */
  readonly count: number;
}

/**
 * Takes the lines of ruled or squared paper out of the contrast of a picture. Where ink
 * crosses a line, it stays.
 *
 * @param contrast See `takeOutGround()`
 */
export function takeOutLines(contrast: Plane): WithoutLines {
  const level = withoutLevelLines(contrast);
  const upright = withoutLevelLines(transpose(level.contrast));
  if (upright.count === 0) return level;
  return {
    contrast: transpose(upright.contrast),
    count: level.count + upright.count,
  };
}

function withoutLevelLines(contrast: Plane): WithoutLines {
  const factor = Math.ceil(
    Math.max(contrast.rows, contrast.columns) / SEARCH_SIZE,
  );
  const { ridge, strength } = ridges(shrink(contrast, factor));
  const lines = findLevelLines(ridge)
    .filter((line) => isEven(strength, ridge, line));
  if (lines.length === 0) return { contrast, count: 0 };
  const cleared = { ...contrast, values: contrast.values.slice() };
  for (const { left, right } of lines) {
    const scaled = (at: number) => (at + 0.5) * factor - 0.5;
    eraseLine(cleared, contrast, { left: scaled(left), right: scaled(right) });
  }
  return { contrast: cleared, count: lines.length };
}

/** In a ridge: a stroke hides whether there is a line. */
const HIDDEN = 2;

/** What is higher than this is no line but a stroke. */
const STROKE = 7;

/** How much each pixel stands out from those above and below it. */
interface Ridges {
  /** In contrast. */
  readonly strength: Plane;
  /** From -1 to 1, which is no more than grain or a pale line has; or `HIDDEN`. */
  readonly ridge: Plane;
}

function ridges({ rows, columns, values }: Plane): Ridges {
  const result = createPlane(rows, columns);
  for (let column = 0; column < columns; column++) {
    let sum = 0;
    for (let row = -SURROUNDINGS; row < rows + SURROUNDINGS; row++) {
      const [enters, leaves] = [row + SURROUNDINGS, row - SURROUNDINGS - 1];
      if (enters < rows) sum += values[enters * columns + column];
      if (leaves >= 0) sum -= values[leaves * columns + column];
      if (row < 0 || row >= rows) continue;
      const count = Math.min(rows - 1, enters) - Math.max(0, leaves + 1) + 1;
      result.values[row * columns + column] = values[row * columns + column] -
        sum / count;
    }
  }
  const magnitudes = result.values.map((value) => Math.abs(value));
  const most = Math.max(0.015, 4 * quantile(magnitudes, 0.5));
  const ridge = mapPlane(
    result,
    (value) => Math.max(-1, Math.min(1, value / most)),
  );
  hideStrokes(ridge, values, most);
  return { strength: result, ridge };
}

/** Marks what is inside of strokes or so close that they count as its surroundings. */
function hideStrokes(
  ridge: Plane,
  contrast: Float32Array,
  least: number,
): void {
  const { rows, columns, values } = ridge;
  for (let column = 0; column < columns; column++) {
    let start = 0;
    for (let row = 0; row <= rows; row++) {
      if (row < rows && contrast[row * columns + column] > least) continue;
      if (row - start >= STROKE) {
        const end = Math.min(rows, row + SURROUNDINGS);
        for (let r = Math.max(0, start - SURROUNDINGS); r < end; r++) {
          values[r * columns + column] = HIDDEN;
        }
      }
      start = row + 1;
    }
  }
}

/** The lines from edge to edge, the clearest first. */
function findLevelLines(ridge: Plane): Line[] {
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

/** The mean of the ridge along a line; 0 if it is not one from end to end. */
function scoreOf(
  { rows, columns, values }: Plane,
  left: number,
  right: number,
): number {
  const slope = (right - left) / (columns - 1);
  // The columns in which the line is inside of the picture
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
  // A line that ends before the edge, with its paper, is seen nearly everywhere else
  return score > (ends === 2 ? 0.5 : 0.75) ? score : 0;
}

/** A line is looked at in so many parts. */
const PARTS = 10;

/**
 * Whether a line is about as strong in nearly all its parts, as a printed one is, and no
 * stroke whose direction meets some grain.
 */
function isEven(strength: Plane, ridge: Plane, line: Line): boolean {
  const { rows, columns, values } = strength;
  const slope = (line.right - line.left) / (columns - 1);
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

/** Pixels around a line in which it is looked for. */
const REACH = 7;

/** Clears a line and the pixels beside it, except where ink crosses. */
function eraseLine(cleared: Plane, contrast: Plane, line: Line): void {
  const { rows, columns, values } = contrast;
  const half = Math.floor(columns / 2);
  const start = profileOf(contrast, line, 0, half);
  const end = profileOf(contrast, line, half, columns);
  // Each half's shift counts for its middle
  const slope = (line.right - line.left) / (columns - 1) +
    (end.shift - start.shift) / half;
  const level = Math.max(start.level, end.level);
  const reach = Math.max(start.reach, end.reach);
  const middle = (line.left + line.right) / 2 + (start.shift + end.shift) / 2;
  for (let column = 0; column < columns; column++) {
    const centre = Math.round(middle + slope * (column - columns / 2));
    const at = (row: number) =>
      values[Math.max(0, Math.min(rows - 1, row)) * columns + column];
    const above = Math.min(at(centre - reach - 1), at(centre - reach - 2));
    const below = Math.min(at(centre + reach + 1), at(centre + reach + 2));
    for (let d = -reach; d <= reach; d++) {
      const row = centre + d;
      if (row < 0 || row >= rows) continue;
      const here = row * columns + column;
      if (values[here] > 1.7 * level) continue; // ink over the line
      const share = (d + reach + 1) / (2 * reach + 2);
      const between = above * (1 - share) + below * share;
      cleared.values[here] = Math.min(
        cleared.values[here],
        Math.max(0, between),
      );
    }
  }
}

/** Where a line is between two columns, how strong and how wide. */
function profileOf(
  { rows, columns, values }: Plane,
  { left, right }: Line,
  from: number,
  to: number,
) {
  const slope = (right - left) / (columns - 1);
  const profile: number[] = [];
  for (let d = -REACH; d <= REACH; d++) {
    const along: number[] = [];
    for (let column = from; column < to; column += 2) {
      const row = Math.round(left + slope * column) + d;
      if (row >= 0 && row < rows) along.push(values[row * columns + column]);
    }
    profile.push(quantile(Float32Array.from(along), 0.5));
  }
  const ground = quantile(Float32Array.from(profile), 0.25);
  const centre = profile.slice(3, -3);
  const level = Math.max(...centre) - ground;
  const peak = 3 + centre.indexOf(Math.max(...centre));
  let reach = 0;
  while (
    reach < 4 &&
    Math.max(
            profile[peak - reach - 1] ?? 0,
            profile[peak + reach + 1] ?? 0,
          ) - ground > 0.25 * level
  ) reach++;
  return { shift: peak - REACH, level, reach: reach + 1 };
}
