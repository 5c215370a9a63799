import { DIGIT_SIZE } from "../../digits.ts";
import { boundingBox, fitToMnist } from "../centre_digit.ts";
import { createPlane, mapPlane, type Plane, resize } from "./plane.ts";
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

/** With strokes thicker than this share of its longer side, it is a blot. */
const BLOT = 0.45;

/**
 * Makes ink like MNIST's: strokes of its width, scaled into 20 × 20 pixels with grey
 * edges and centred by mass.
 *
 * @param amount The digit alone, from edge to edge: 0 without ink, 1 with it
 * @param threshold Above it there is ink
 * @param greys Whether strokes of a usual width keep their greys, which say more than
 * the outline of a digit that is small and has no grain
 * @returns uint8, shape [28, 28]; undefined if it is a blot
 */
export function fitDigit(
  amount: Plane,
  threshold: number,
  greys = false,
): Uint8Array<ArrayBuffer> | undefined {
  const longer = Math.max(amount.rows, amount.columns);
  const scale = FINENESS * DIGIT_SIZE / longer;
  // With a margin, resizing keeps the outermost pixels' edges
  const framed = frame(amount, 1);
  const scaled = resize(
    framed,
    Math.max(1, Math.round(framed.rows * scale)),
    Math.max(1, Math.round(framed.columns * scale)),
  );
  const fine = frame(
    mapPlane(scaled, (value) => value > threshold ? 1 : 0),
    2 * FINENESS,
  );
  const width = strokeWidth(fine) / FINENESS;
  if (width === 0 || width > BLOT * DIGIT_SIZE) return undefined;
  const isUsual = width >= USUAL_WIDTH.least && width <= USUAL_WIDTH.most;
  if (greys && isUsual) return centred(withGreys(amount));
  return centred(usualWidth(fine, width));
}

/** Less ink than this, of 1, does not count. */
const LEAST_INK = 0.15;

function withGreys(amount: Plane): Plane {
  return mapPlane(
    amount,
    (value) => value < LEAST_INK ? 0 : Math.min(1, value),
  );
}

function centred({ rows, columns, values }: Plane) {
  const image = {
    width: columns,
    height: rows,
    values: Float64Array.from(values),
  };
  return fitToMnist(image, boundingBox(image.values, columns));
}

/** Brings strokes that are unusually thin or thick to a usual width. */
function usualWidth(ink: Plane, width: number): Plane {
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

/** Adds a margin of zeros on each side. */
function frame({ rows, columns, values }: Plane, margin: number): Plane {
  const framed = createPlane(rows + 2 * margin, columns + 2 * margin);
  for (let row = 0; row < rows; row++) {
    framed.values.set(
      values.subarray(row * columns, (row + 1) * columns),
      (row + margin) * framed.columns + margin,
    );
  }
  return framed;
}
