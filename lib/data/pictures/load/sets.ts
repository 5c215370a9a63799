import { FileError } from "../../../files/errors.ts";
import {
  createDigits,
  createLabels,
  type Dataset,
  type Digits,
  PIXELS,
  selectDigits,
} from "../../digits.ts";
import { Random } from "../../random.ts";
import { stratifiedIndices } from "../../splits/stratified.ts";
import { type Part, shown } from "../find.ts";
import type { Picture } from "./read_files.ts";
import type { Warnings } from "./warnings.ts";

/** Share of the pictures that become the test set, as many as in MNIST: a seventh. */
const TEST_SHARE = 1 / 7;

/** A training set, and a test set that is drawn from each class. */
export function setsByChance(
  pictures: readonly Picture[],
  classes: readonly string[],
  seed: number,
): Pick<Dataset, "train" | "test"> {
  const all = digitsOf(pictures, classes);
  const count = Math.max(1, Math.round(all.count * TEST_SHARE));
  const { train, validation } = stratifiedIndices(all.labels, count, seed);
  return {
    train: mixed(all, train, seed, "train"),
    test: mixed(all, validation, seed, "test"),
  };
}

/**
 * The sets that the folder's own parts are.
 *
 * @throws {FileError} if there is no test picture
 */
export function setsByFolder(
  folder: string,
  pictures: readonly Picture[],
  classes: readonly string[],
  seed: number,
  warnings: Warnings,
): Pick<Dataset, "train" | "test" | "validation"> {
  const setOf = (part: Part) => {
    const all = digitsOf(
      pictures.filter((each) => each.part === part),
      classes,
    );
    const indices = Int32Array.from(all.labels, (_, index) => index);
    return mixed(all, indices, seed, part);
  };
  const [train, validation, test] = [
    setOf("train"),
    setOf("validation"),
    setOf("test"),
  ];
  if (test.count === 0) {
    throw new FileError(
      `Cannot learn from folder "${
        shown(folder)
      }": its folder test must hold pictures of the classes in train: it holds none`,
    );
  }
  for (const [label, name] of classes.entries()) {
    if (test.labels.includes(label)) continue;
    warnings.add(`No test picture of class "${name}": it can't be scored`);
  }
  return { train, test, ...validation.count > 0 && { validation } };
}

/** Pictures of these classes, in order; the others are passed over. */
function digitsOf(
  pictures: readonly Picture[],
  classes: readonly string[],
): Digits {
  const labelOf = new Map(classes.map((name, label) => [name, label]));
  const kept = pictures.filter(({ className }) => labelOf.has(className));
  const images = new Uint8Array(kept.length * PIXELS);
  const labels = createLabels(kept.length, classes.length);
  for (const [index, { pixels, className }] of kept.entries()) {
    images.set(pixels, index * PIXELS);
    labels[index] = labelOf.get(className)!;
  }
  return createDigits(images, labels, classes);
}

/** In random order, so that the first ones are of all classes. */
function mixed(
  pictures: Digits,
  indices: Int32Array<ArrayBuffer>,
  seed: number,
  part: Part,
): Digits {
  const order = new Random(seed, "pictures", part).shuffle(indices);
  return selectDigits(pictures, order);
}
