import { DataError } from "./errors.ts";

/** Height of an image, in pixels. */
export const ROWS = 28;
/** Width of an image, in pixels. */
export const COLUMNS = 28;
/** Longer side of each digit within its image, in pixels. */
export const DIGIT_SIZE = 20;
/** Pixels in one image, a byte each. */
export const PIXELS = ROWS * COLUMNS;
/** The digits 0 to 9. */
export const CLASS_COUNT = 10;

/** Labelled grey images: light strokes (255) on a dark ground (0). */
export interface Digits {
  /** Pixels, uint8, shape [count, 28, 28], row by row from the top left. */
  readonly images: Uint8Array<ArrayBuffer>;
  /** Classes from 0 to 9, uint8, shape [count]. */
  readonly labels: Uint8Array<ArrayBuffer>;
  /** Number of images. */
  readonly count: number;
  /** Height of an image in pixels. */
  readonly rows: 28;
  /** Width of an image in pixels. */
  readonly columns: 28;
}

/** Where a {@linkcode Dataset} comes from. */
export interface DataSource {
  /**
   * `mnist`: MNIST, checksums verified. `idx`: another set of the same shape,
   * without checksums. `synthetic`: digits drawn by this library.
   */
  readonly kind: "mnist" | "idx" | "synthetic";
  /** Name to show. */
  readonly name: string;
  /** The folder; for synthetic digits, how many there are and their seed. */
  readonly place: string;
  /** Set if images held out of the training set replace the test set. */
  readonly heldOut?: "validation";
}

/** A training set and a test set. */
export interface Dataset {
  /** Digits to learn from. */
  readonly train: Digits;
  /** Digits to be scored on. */
  readonly test: Digits;
  /** Where both come from. */
  readonly source: DataSource;
}

/**
 * Joins images and labels.
 *
 * @param images uint8, shape [n, 28, 28]
 * @param labels uint8, shape [n], each from 0 to 9
 * @throws {DataError} if the lengths do not match or a label is above 9
 */
export function createDigits(
  images: Uint8Array<ArrayBuffer>,
  labels: Uint8Array<ArrayBuffer>,
): Digits {
  const count = labels.length;
  if (images.length !== count * PIXELS) {
    throw new DataError(
      `Cannot join images and labels: ${count} labels need ${
        count * PIXELS
      } pixels: current value is ${images.length}`,
    );
  }
  const wrong = labels.findIndex((label) => label >= CLASS_COUNT);
  if (wrong >= 0) {
    throw new DataError(
      `Cannot use labels: each must be from 0 to ${
        CLASS_COUNT - 1
      }: label ${wrong} is ${labels[wrong]}`,
    );
  }
  return { images, labels, count, rows: ROWS, columns: COLUMNS };
}

/**
 * The first `count` digits, or all if there are fewer. Shares the argument's memory.
 *
 * @throws {RangeError} if count is not a whole number of at least 1
 */
export function takeDigits(digits: Digits, count: number): Digits {
  if (!Number.isSafeInteger(count) || count < 1) {
    throw new RangeError(
      `Cannot take digits: count must be a whole number of at least 1: current value is ${count}`,
    );
  }
  if (count >= digits.count) return digits;
  return {
    ...digits,
    images: digits.images.subarray(0, count * PIXELS),
    labels: digits.labels.subarray(0, count),
    count,
  };
}

/**
 * A copy of the digits at the given indices, in that order.
 *
 * @throws {RangeError} if an index is outside [0, digits.count)
 */
export function selectDigits(digits: Digits, indices: Int32Array): Digits {
  const images = new Uint8Array(indices.length * PIXELS);
  const labels = new Uint8Array(indices.length);
  indices.forEach((index, i) => {
    if (index < 0 || index >= digits.count) {
      throw new RangeError(
        `Cannot select digits: each index must be from 0 to ${
          digits.count - 1
        }: current value is ${index}`,
      );
    }
    images.set(
      digits.images.subarray(index * PIXELS, (index + 1) * PIXELS),
      i * PIXELS,
    );
    labels[i] = digits.labels[index];
  });
  return { ...digits, images, labels, count: indices.length };
}

/**
 * One digit's pixels, uint8, shape [28, 28]. Shares the argument's memory.
 *
 * @throws {RangeError} if the index is outside [0, digits.count)
 */
export function pixelsOf(
  digits: Digits,
  index: number,
): Uint8Array<ArrayBuffer> {
  if (!Number.isInteger(index) || index < 0 || index >= digits.count) {
    throw new RangeError(
      `Cannot look at a digit: its index must be from 0 to ${
        digits.count - 1
      }: current value is ${index}`,
    );
  }
  return digits.images.subarray(index * PIXELS, (index + 1) * PIXELS);
}

/** Number of digits of each class, int32, shape [10]. */
export function classCounts(digits: Digits): Int32Array {
  const counts = new Int32Array(CLASS_COUNT);
  for (const label of digits.labels) counts[label]++;
  return counts;
}
