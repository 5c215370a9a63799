import { COLUMNS, DIGIT_SIZE, ROWS } from "../digits.ts";

/** A grey picture of any size. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  /** Brightness from 0 (black) to 1 (white), shape [height, width]. */
  readonly values: Float64Array;
}

/** Less ink than this, of 1, is ground: it hides paper's grain and JPEG's. */
const INK_THRESHOLD = 0.15;

/** The least difference between ground and strokes, of 1. */
const LEAST_CONTRAST = 0.1;

/** A rectangle of pixels: left and top within it, right and bottom beyond. */
interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/**
 * Makes a picture of a digit like MNIST's: strokes at full brightness on black,
 * the digit's own box scaled (by area, proportions kept) so that its longer side
 * is 20 pixels, its centre of mass in the middle of 28 × 28.
 *
 * The ground is what the picture's edge shows: the median of its outermost
 * pixels. A picture of 28 × 28 pixels on a dark ground is taken as it is.
 *
 * @returns uint8, shape [28, 28], or undefined where no digit stands out
 */
export function centreDigit(
  picture: Picture,
): Uint8Array<ArrayBuffer> | undefined {
  const { width, height, values } = picture;
  const ground = median(edgeOf(picture));
  let furthest = 0;
  for (const value of values) {
    if (Math.abs(value - ground) > Math.abs(furthest)) {
      furthest = value - ground;
    }
  }
  if (Math.abs(furthest) < LEAST_CONTRAST) return undefined;
  if (width === COLUMNS && height === ROWS && furthest > 0 && ground < 0.1) {
    return Uint8Array.from(values, (value) => Math.round(255 * value));
  }
  const ink = values.map((value) => {
    const amount = Math.min(1, Math.max(0, (value - ground) / furthest));
    return amount < INK_THRESHOLD ? 0 : amount;
  });
  return shrink({ width, height, values: ink }, boxOf(ink, width));
}

/** The outermost pixels. */
function edgeOf({ width, height, values }: Picture): Float64Array {
  return values.filter((_, i) => {
    const x = i % width;
    const y = Math.floor(i / width);
    return x === 0 || y === 0 || x === width - 1 || y === height - 1;
  });
}

function median(values: Float64Array): number {
  return values.toSorted()[Math.floor(values.length / 2)];
}

/** The smallest rectangle with all ink. */
function boxOf(ink: Float64Array, width: number): Box {
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

/** Scales a box of ink to 20 pixels and places it by its centre of mass. */
function shrink(ink: Picture, box: Box): Uint8Array<ArrayBuffer> {
  const longer = Math.max(box.right - box.left, box.bottom - box.top);
  const scale = DIGIT_SIZE / longer;
  const [x, y] = centreOfMass(ink);
  const digit = new Float64Array(ROWS * COLUMNS);
  // MNIST's mass lies, on average, at the centre of pixel 14, counted from 0.
  const toX = (at: number) => (at - x) * scale + COLUMNS / 2 + 0.5;
  const toY = (at: number) => (at - y) * scale + ROWS / 2 + 0.5;
  for (let row = box.top; row < box.bottom; row++) {
    for (let column = box.left; column < box.right; column++) {
      const amount = ink.values[row * ink.width + column];
      if (amount === 0) continue;
      spread(
        digit,
        amount,
        [toX(column), toX(column + 1)],
        [toY(row), toY(row + 1)],
      );
    }
  }
  // A thin line fades when it is shrunk: it gets its full brightness back.
  const brightest = digit.reduce((most, value) => Math.max(most, value));
  return Uint8Array.from(
    digit,
    (value) => Math.round(255 * value / brightest),
  );
}

/** Centre of mass, in pixels from the top left corner. */
function centreOfMass({ width, values }: Picture): [number, number] {
  let [mass, x, y] = [0, 0, 0];
  values.forEach((amount, i) => {
    mass += amount;
    x += amount * (i % width + 0.5);
    y += amount * (Math.floor(i / width) + 0.5);
  });
  return [x / mass, y / mass];
}

/** Adds ink to each pixel in proportion to how much of it a rectangle covers. */
function spread(
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
