import {
  createDigits,
  DIGIT_CLASSES,
  type Digits,
  sameClasses,
} from "../data/digits.ts";
import { DataError } from "../data/errors.ts";
import { syntheticDigits } from "../data/synthetic/digits.ts";
import { WORLD_GLYPHS } from "../data/synthetic/glyphs.ts";

/**
 * Training images followed by digits drawn by a program, which are written in ways that
 * MNIST hardly has, such as a 1 with a long upstroke.
 *
 * @param count Number of drawn digits
 * @param seed Chooses them
 * @throws {DataError} if the classes of the training images aren't the digits
 */
export function withDrawnDigits(
  train: Digits,
  count: number,
  seed: number,
): Digits {
  if (!sameClasses(train.classes, DIGIT_CLASSES)) {
    throw new DataError(
      `Cannot add drawn digits: the classes must be the digits 0 to 9: the first is "${
        train.classes[0]
      }"; choose a recipe without drawn digits`,
    );
  }
  const drawn = syntheticDigits({
    count,
    seed,
    name: "training",
    glyphs: WORLD_GLYPHS,
  });
  const images = new Uint8Array(train.images.length + drawn.images.length);
  images.set(train.images);
  images.set(drawn.images, train.images.length);
  const labels = new Uint8Array(train.count + count);
  labels.set(train.labels);
  labels.set(drawn.labels, train.count);
  return createDigits(images, labels, train.classes);
}
