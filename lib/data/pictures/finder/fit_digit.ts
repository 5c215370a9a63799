import { DIGIT_SIZE } from "../../digits.ts";
import { boundingBox, fitToMnist } from "../../png/centre_digit.ts";
import {
  type Box,
  createPlane,
  mapPlane,
  type Plane,
  resize,
} from "./plane.ts";
import { distances, strokeWidth } from "./stroke_width.ts";

/** Pixels for each pixel of an MNIST digit while strokes are measured. */
const FINENESS = 8;

/**
 * Widths of strokes that stay as they are, in MNIST's pixels: between the tenth and the
 * ninetieth percentile of its training images, measured as `strokeWidth()` does.
 */
const USUAL_WIDTH = { least: 1.9, most: 3.6 } as const;

/** What thinner and thicker strokes are brought to. */
const NEW_WIDTH = { thin: 2.2, thick: 3.2 } as const;

/**
 * Makes ink like MNIST's: strokes of its width, scaled into 20 × 20 pixels with grey
 * edges and centred by mass.
 *
 * @param amount 0 without ink, 1 with it; what does not belong to the digit is 0
 * @param box Where the digit is
 * @returns uint8, shape [28, 28]
 */
export function fitDigit(
  amount: Plane,
  box: Box,
  threshold: number,
): Uint8Array<ArrayBuffer> {
  const scale = FINENESS * DIGIT_SIZE /
    Math.max(box.right - box.left, box.bottom - box.top);
  const margin = 3 * FINENESS;
  const width = Math.max(1, Math.round((box.right - box.left) * scale));
  const height = Math.max(1, Math.round((box.bottom - box.top) * scale));
  const fine = createPlane(height + 2 * margin, width + 2 * margin);
  const scaled = scaleBox(amount, box, height, width);
  for (let row = 0; row < height; row++) {
    fine.values.set(
      scaled.values.subarray(row * width, (row + 1) * width),
      (row + margin) * fine.columns + margin,
    );
  }
  const ink = usualWidth(mapPlane(fine, (v) => v > threshold ? 1 : 0));
  const image = {
    width: ink.columns,
    height: ink.rows,
    values: Float64Array.from(ink.values),
  };
  return fitToMnist(image, boundingBox(image.values, image.width));
}

/** Brings strokes that are unusually thin or thick to a usual width. */
function usualWidth(ink: Plane): Plane {
  const width = strokeWidth(ink) / FINENESS;
  if (width < USUAL_WIDTH.least) {
    const grow = FINENESS * (NEW_WIDTH.thin - width) / 2;
    const outside = distances(mapPlane(ink, (value) => 1 - value), "inside");
    return mapPlane(outside, (distance) => distance <= grow + 0.5 ? 1 : 0);
  }
  if (width > USUAL_WIDTH.most) {
    const peel = FINENESS * (width - NEW_WIDTH.thick) / 2;
    return mapPlane(distances(ink), (distance) => distance > peel ? 1 : 0);
  }
  return ink;
}

/** The part of a plane in a box, scaled: by area if it shrinks. */
function scaleBox(
  { columns, values }: Plane,
  box: Box,
  rows: number,
  newColumns: number,
): Plane {
  const part = createPlane(box.bottom - box.top, box.right - box.left);
  for (let row = 0; row < part.rows; row++) {
    const start = (box.top + row) * columns + box.left;
    part.values.set(
      values.subarray(start, start + part.columns),
      row * part.columns,
    );
  }
  return resize(part, rows, newColumns);
}
