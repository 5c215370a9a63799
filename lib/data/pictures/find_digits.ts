/** From a grey picture to the digits in it, made like MNIST's. @module */
import { COLUMNS, ROWS } from "../digits.ts";
import type { Box } from "./box.ts";
import type { Drawing } from "./centre_digit.ts";
import { fitDigit } from "./finder/fit_digit.ts";
import { removeGround } from "./finder/ground.ts";
import { type Group, mainGroup, sizeOf } from "./finder/groups.ts";
import { findInk, type Ink } from "./finder/ink.ts";
import { removeLines } from "./finder/lines/paper_lines.ts";
import { groupsInOrder } from "./finder/reading_order.ts";
import {
  crop,
  mapPlane,
  type PixelGrid,
  type Plane,
  shrink,
} from "./finder/plane.ts";
import type { GreyPicture } from "./grey_picture.ts";
import { isOutermost } from "./outermost.ts";

/** Longer side, in pixels, at which one digit is looked for, and several. */
const SEARCH_SIZE = { one: 512, several: 1024 } as const;

/** A digit of fewer pixels, scaled down, is looked at again in full. */
const SMALL = 120;

/** How much is looked at on each side of a small digit, as a share of its size. */
const MARGIN = 0.7;

/** Ink of at least this share of the ink's contrast belongs to a stroke. */
const STROKE = 0.4;

/** A digit of at most this many pixels, in a picture without grain, keeps its greys. */
const TINY = 40;

/** Without grain, ink is at least this clear; see `Ink`. */
const CLEAN = 60;

/** A 28 × 28 picture is MNIST's own if its edge is darker than this. */
const DARK = 26;

/** Digits found in a picture, in reading order. */
export interface FoundDigits {
  /** Each uint8, shape [28, 28]: white ink on black. */
  readonly digits: readonly Uint8Array<ArrayBuffer>[];
  /** Where each is, in pixels of the picture. */
  readonly boxes: readonly Box[];
}

/** Options of {@linkcode findDigits}. */
export interface FindOptions {
  /** Whether to look for several digits. Default false: for the one that stands out. */
  readonly split?: boolean;
}

/**
 * Finds the digit in a picture, or several, and makes each like MNIST's: without uneven
 * light, grain and lines of the paper, white on black, with strokes of MNIST's width,
 * scaled into 20 × 20 pixels and centred by mass in 28 × 28. A picture of 28 × 28 pixels
 * with a dark edge is MNIST's own and stays as it is.
 *
 * With `split`, digits come in reading order: line by line, from the left.
 *
 * @returns No digits if nothing stands out, or nothing that could be a digit
 */
export function findDigits(
  picture: GreyPicture,
  { split = false }: FindOptions = {},
): FoundDigits {
  if (isLikeMnist(picture)) {
    const box = { left: 0, top: 0, right: COLUMNS, bottom: ROWS };
    return { digits: [picture.values.slice()], boxes: [box] };
  }
  const found = split ? findSeveral(picture) : findOne(picture);
  return {
    digits: found.map(({ digit }) => digit),
    boxes: found.map(({ box }) => box),
  };
}

function isLikeMnist({ rows, columns, values }: GreyPicture): boolean {
  if (rows !== ROWS || columns !== COLUMNS) return false;
  const edge = values.filter((_, at) => isOutermost(at, ROWS, COLUMNS));
  return edge.toSorted()[edge.length >> 1] < DARK &&
    values.some((value) => value >= 2 * DARK);
}

/** A picture, scaled down, and its ink. */
interface Search {
  readonly plane: Plane;
  readonly factor: number;
  readonly ink: Ink | undefined;
}

function search(picture: PixelGrid, size: number): Search {
  const longer = Math.max(picture.rows, picture.columns);
  const factor = Math.ceil(longer / size);
  const plane = shrink(picture, factor);
  const { contrast } = removeGround(plane);
  const cleared = removeLines(contrast);
  // The only line in an otherwise empty picture is a 1 that fills it
  const ink = findInk(cleared.contrast) ??
    (cleared.count === 1 ? findInk(contrast) : undefined);
  return { plane, factor, ink };
}

function findOne(picture: GreyPicture): Drawing[] {
  const { plane, factor, ink } = search(picture, SEARCH_SIZE.one);
  const group = ink && mainGroup(ink.components, plane.rows, plane.columns);
  if (!group) return [];
  if (factor > 1 && sizeOf(group) < SMALL) {
    const closer = lookCloser(picture, scaledBox(group, factor, picture));
    if (closer) return [closer];
  }
  return digitOf(ink, group, factor, picture);
}

/** Finds the digit again in the part of the picture around it. */
function lookCloser(picture: GreyPicture, box: Box): Drawing | undefined {
  const margin = Math.round(MARGIN * sizeOf(box));
  const around = {
    left: Math.max(0, box.left - margin),
    top: Math.max(0, box.top - margin),
    right: Math.min(picture.columns, box.right + margin),
    bottom: Math.min(picture.rows, box.bottom + margin),
  };
  const part = crop(picture, around);
  const { plane, factor, ink } = search(part, SEARCH_SIZE.one);
  const group = ink && mainGroup(ink.components, plane.rows, plane.columns);
  if (!group || factor * sizeOf(group) < 0.6 * sizeOf(box)) return undefined;
  const [found] = digitOf(ink, group, factor, part);
  if (!found) return undefined;
  return {
    digit: found.digit,
    box: {
      left: found.box.left + around.left,
      top: found.box.top + around.top,
      right: found.box.right + around.left,
      bottom: found.box.bottom + around.top,
    },
  };
}

function findSeveral(picture: GreyPicture): Drawing[] {
  const { factor, ink } = search(picture, SEARCH_SIZE.several);
  if (!ink) return [];
  const { labels, groups } = groupsInOrder(ink);
  return groups.flatMap((group) =>
    digitOf({ ...ink, labels }, group, factor, picture)
  );
}

/** The digit that a group of components forms; none if it can't be one. */
function digitOf(
  ink: Ink,
  group: Group,
  factor: number,
  picture: PixelGrid,
): Drawing[] {
  const own = new Set(group.components.map(({ label }) => label));
  const greys = sizeOf(group) <= TINY && ink.clearness > CLEAN;
  const part = crop(ink.amount, group);
  const amount = mapPlane(part, (value, at) => {
    const row = group.top + Math.floor(at / part.columns);
    const column = group.left + at % part.columns;
    const label = ink.labels[row * ink.amount.columns + column];
    return own.has(label) || (greys && label === 0) ? value : 0;
  });
  const digit = fitDigit(amount, STROKE, greys);
  return digit ? [{ digit, box: scaledBox(group, factor, picture) }] : [];
}

/** A box of a picture that was scaled down, in the picture's own pixels. */
function scaledBox(
  { left, top, right, bottom }: Box,
  factor: number,
  { rows, columns }: PixelGrid,
): Box {
  return {
    left: left * factor,
    top: top * factor,
    right: Math.min(columns, right * factor),
    bottom: Math.min(rows, bottom * factor),
  };
}
