import { COLUMNS, DIGIT_SIZE, ROWS } from "../digits.ts";
import type { Box } from "./box.ts";
import { isOutermost } from "./outermost.ts";

/** A grey image of any size. */
export interface GreyImage {
  readonly width: number;
  readonly height: number;
  /** Brightness from 0 (black) to 1 (white), shape [height, width]. */
  readonly values: Float64Array;
}

/** Less ink than this, of 1, counts as ground: grain of paper or of JPEG. */
const INK_THRESHOLD = 0.15;

/** The smallest difference between ground and strokes, of 1. */
const LEAST_CONTRAST = 0.1;

/** A drawing made like MNIST's images, and where it is. */
export interface Drawing {
  /** uint8 [28, 28]. */
  readonly digit: Uint8Array<ArrayBuffer>;
  readonly box: Box;
}

/**
 * Makes the image of a digit like MNIST's: strokes at full brightness on black,
 * the digit's bounding box scaled so that its longer side is 20 pixels, the centre
 * of mass in the middle of 28 × 28 pixels.
 *
 * The median of the outermost pixels counts as the ground. An image of 28 × 28
 * pixels on a dark ground stays as it is.
 *
 * @returns uint8, shape [28, 28]; undefined if no digit stands out
 */
export function centreDigit(
  image: GreyImage,
): Uint8Array<ArrayBuffer> | undefined {
  return centreDrawing(image)?.digit;
}

/** As {@linkcode centreDigit}, with the drawing's box. */
export function centreDrawing(image: GreyImage): Drawing | undefined {
  const { width, height, values } = image;
  const ground = median(
    values.filter((_, at) => isOutermost(at, height, width)),
  );
  let contrast = 0; // negative for dark strokes on a light ground
  for (const value of values) {
    if (Math.abs(value - ground) > Math.abs(contrast)) {
      contrast = value - ground;
    }
  }
  if (Math.abs(contrast) < LEAST_CONTRAST) return undefined;
  if (width === COLUMNS && height === ROWS && contrast > 0 && ground < 0.1) {
    const digit = Uint8Array.from(values, (value) => Math.round(255 * value));
    return { digit, box: { left: 0, top: 0, right: COLUMNS, bottom: ROWS } };
  }
  const ink = values.map((value) => {
    const amount = Math.min(1, Math.max(0, (value - ground) / contrast));
    return amount < INK_THRESHOLD ? 0 : amount;
  });
  const box = boundingBox(ink, width);
  return { digit: fitToMnist({ width, height, values: ink }, box), box };
}

function median(values: Float64Array): number {
  return values.toSorted()[Math.floor(values.length / 2)];
}

/** The bounding box of the ink. */
export function boundingBox(ink: Float64Array, width: number): Box {
  let [left, top, right, bottom] = [Infinity, Infinity, 0, 0];
  ink.forEach((amount, i) => {
    if (amount === 0) return;
    const x = i % width;
    const y = Math.floor(i / width);
    left = Math.min(left, x);
    right = Math.max(right, x + 1);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y + 1);
  });
  return { left, top, right, bottom };
}

/** Scales ink by area to 20 pixels, and centres it by its mass. */
export function fitToMnist(ink: GreyImage, box: Box): Uint8Array<ArrayBuffer> {
  const longer = Math.max(box.right - box.left, box.bottom - box.top);
  const scale = DIGIT_SIZE / longer;
  const [x, y] = centreOfMass(ink);
  const digit = new Float64Array(ROWS * COLUMNS);
  // On average, MNIST's centre of mass is the centre of pixel (14, 14), from 0
  const toX = (at: number) => (at - x) * scale + COLUMNS / 2 + 0.5;
  const toY = (at: number) => (at - y) * scale + ROWS / 2 + 0.5;
  for (let row = box.top; row < box.bottom; row++) {
    for (let column = box.left; column < box.right; column++) {
      const amount = ink.values[row * ink.width + column];
      if (amount === 0) continue;
      addInk(
        digit,
        amount,
        [toX(column), toX(column + 1)],
        [toY(row), toY(row + 1)],
      );
    }
  }
  // Scaling down makes thin lines fainter: restore their full brightness
  const brightest = digit.reduce((most, value) => Math.max(most, value));
  return Uint8Array.from(
    digit,
    (value) => Math.round(255 * value / brightest),
  );
}

/** Centre of mass, in pixels from the top left corner. */
function centreOfMass({ width, values }: GreyImage): [number, number] {
  let [mass, x, y] = [0, 0, 0];
  values.forEach((amount, i) => {
    mass += amount;
    x += amount * (i % width + 0.5);
    y += amount * (Math.floor(i / width) + 0.5);
  });
  return [x / mass, y / mass];
}

/** Adds ink to each pixel in proportion to the part that a rectangle covers. */
function addInk(
  digit: Float64Array,
  amount: number,
  [left, right]: [number, number],
  [top, bottom]: [number, number],
): void {
  const firstRow = Math.max(0, Math.floor(top));
  const lastRow = Math.min(ROWS, Math.ceil(bottom));
  const firstColumn = Math.max(0, Math.floor(left));
  const lastColumn = Math.min(COLUMNS, Math.ceil(right));
  for (let row = firstRow; row < lastRow; row++) {
    const high = Math.min(bottom, row + 1) - Math.max(top, row);
    for (let column = firstColumn; column < lastColumn; column++) {
      const wide = Math.min(right, column + 1) - Math.max(left, column);
      digit[row * COLUMNS + column] += amount * high * wide;
    }
  }
}
