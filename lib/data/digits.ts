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
/** The names of the digits, "0" to "9". */
export const DIGIT_CLASSES: readonly string[] = Array.from(
  { length: CLASS_COUNT },
  (_, digit) => String(digit),
);
/** The most classes that a set may have. */
export const MAXIMUM_CLASSES = 1000;

/** Classes from 0, one for each image: uint8, or int32 if there are more than 256. */
export type Labels = Uint8Array<ArrayBuffer> | Int32Array<ArrayBuffer>;

/**
 * Labelled grey images, of digits or of anything else: light strokes (255) on a dark
 * ground (0).
 */
export interface Digits {
  /** Pixels, uint8, shape [count, 28, 28], row by row from the top left. */
  readonly images: Uint8Array<ArrayBuffer>;
  /** Positions in `classes`, shape [count]. */
  readonly labels: Labels;
  /** The names of the classes, "0" to "9" for digits. */
  readonly classes: readonly string[];
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
   * without checksums. `pictures`: a folder of pictures. `synthetic`: digits drawn by
   * this library.
   */
  readonly kind: "mnist" | "idx" | "pictures" | "synthetic";
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
  /** Images to choose hyperparameters by, if the set has some of its own. */
  readonly validation?: Digits;
  /** Where both come from. */
  readonly source: DataSource;
}

/**
 * Joins images and labels.
 *
 * @param images uint8, shape [n, 28, 28]
 * @param labels Positions in `classes`, shape [n]
 * @param classes Names, from 2 to 1,000. Default "0" to "9"
 * @throws {DataError} if the lengths do not match, or a label has no class
 */
export function createDigits(
  images: Uint8Array<ArrayBuffer>,
  labels: Labels,
  classes: readonly string[] = DIGIT_CLASSES,
): Digits {
  const count = labels.length;
  if (images.length !== count * PIXELS) {
    throw new DataError(
      `Cannot join images and labels: ${count} labels need ${
        count * PIXELS
      } pixels: current value is ${images.length}`,
    );
  }
  const wrong = labels.findIndex((label) => label >= classes.length);
  if (wrong >= 0) {
    throw new DataError(
      `Cannot use labels: each must be from 0 to ${
        classes.length - 1
      }: label ${wrong} is ${labels[wrong]}`,
    );
  }
  return { images, labels, classes, count, rows: ROWS, columns: COLUMNS };
}

/**
 * Labels of so many images, all 0.
 *
 * @param classes Number of classes
 */
export function createLabels(count: number, classes: number): Labels {
  return classes > 256 ? new Int32Array(count) : new Uint8Array(count);
}

/** Whether two lists of classes have the same names in the same order. */
export function sameClasses(
  some: readonly string[],
  others: readonly string[],
): boolean {
  return some.length === others.length &&
    some.every((name, index) => name === others[index]);
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
  const labels = createLabels(indices.length, digits.classes.length);
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

/** Number of images of each class, int32, shape [classes]. */
export function classCounts(digits: Digits): Int32Array {
  const counts = new Int32Array(digits.classes.length);
  for (const label of digits.labels) counts[label]++;
  return counts;
}
