/** From a grey picture to the digits in it, made like MNIST's. @module */
import { COLUMNS, ROWS } from "../digits.ts";
import { fitDigit } from "./finder/fit_digit.ts";
import { takeOutGround } from "./finder/ground.ts";
import { type Group, mainGroup } from "./finder/groups.ts";
import { findInk, type Ink } from "./finder/ink.ts";
import { takeOutLines } from "./finder/paper_lines.ts";
import { type Box, mapPlane, type Plane, shrink } from "./finder/plane.ts";
import type { GreyPicture } from "./grey_picture.ts";

/** Longer side, in pixels, at which digits are looked for. */
const SEARCH_SIZE = 512;

/** Digits found in a picture, in reading order. */
export interface FoundDigits {
  /** Each uint8, shape [28, 28]: white ink on black. */
  readonly digits: readonly Uint8Array<ArrayBuffer>[];
  /** Where each is, in pixels of the picture. */
  readonly boxes: readonly Box[];
}

/**
 * Finds the digit in a picture, or several, and makes each like MNIST's.
 *
 * @returns No digits if there is none
 */
export function findDigits(
  picture: GreyPicture,
  { split = false }: { readonly split?: boolean } = {},
): FoundDigits {
  void split;
  const factor = Math.ceil(
    Math.max(picture.rows, picture.columns) / SEARCH_SIZE,
  );
  const plane = shrink(picture, factor);
  const { contrast } = takeOutGround(plane);
  const ink = findInk(takeOutLines(contrast));
  if (!ink) return { digits: [], boxes: [] };
  const group = mainGroup(ink.components, plane.rows, plane.columns);
  if (!group) return { digits: [], boxes: [] };
  return { digits: [fitGroup(ink, group)], boxes: [group] };
}

/** The digit that a group of components is. */
function fitGroup(ink: Ink, group: Group): Uint8Array<ArrayBuffer> {
  const own = new Set(group.components.map(({ label }) => label));
  const amount: Plane = mapPlane(
    ink.amount,
    (value, at) => own.has(ink.labels[at]) ? value : 0,
  );
  return fitDigit(amount, group, 0.4);
}
void ROWS;
void COLUMNS;
