import { type Dataset, type Digits, selectDigits } from "../digits.ts";
import { DataError } from "../errors.ts";
import { Random } from "../random.ts";

/** 5,000 of MNIST's 60,000 training images. */
const VALIDATION_SHARE = 1 / 12;

/**
 * A data set for choosing hyperparameters: the set's own validation images or, if it has
 * none, a twelfth of the training images, the same ones in every run, replace the test
 * set.
 *
 * @throws {DataError} if there are fewer than six training images
 */
export function validationDataset(
  { train, validation, source }: Dataset,
): Dataset {
  if (validation) {
    return {
      train,
      test: validation,
      source: { ...source, heldOut: "validation" },
    };
  }
  if (train.count < 6) {
    throw new DataError(
      `Cannot hold out images: there must be at least 6 training images: current count is ${train.count}; use more`,
    );
  }
  const count = Math.round(train.count * VALIDATION_SHARE);
  const split = splitStratified(train, count, 1);
  return {
    train: split.train,
    test: split.validation,
    source: { ...source, heldOut: "validation" },
  };
}

/**
 * Splits digits at random into a training and a validation set with the same
 * proportions of classes (rounded by largest remainder).
 *
 * @param validationCount Size of the validation set
 * @returns Copies, in the order of the argument
 * @throws {RangeError} if validationCount is not from 1 to digits.count - 1
 */
export function splitStratified(
  digits: Digits,
  validationCount: number,
  seed: number,
): { train: Digits; validation: Digits } {
  const { train, validation } = stratifiedIndices(
    digits.labels,
    validationCount,
    seed,
  );
  return {
    train: selectDigits(digits, train),
    validation: selectDigits(digits, validation),
  };
}

/**
 * The indices of {@linkcode splitStratified}: int32, ascending.
 *
 * @param labels Classes from 0, shape [count]
 * @throws {RangeError} if validationCount is not from 1 to count - 1
 */
export function stratifiedIndices(
  labels: ArrayLike<number>,
  validationCount: number,
  seed: number,
): { train: Int32Array<ArrayBuffer>; validation: Int32Array<ArrayBuffer> } {
  const most = labels.length - 1;
  if (
    !(Number.isInteger(validationCount) && validationCount >= 1 &&
      validationCount <= most)
  ) {
    throw new RangeError(
      `Cannot split: validation count must be a whole number from 1 to ${most}: current value is ${validationCount}`,
    );
  }
  const byClass: number[][] = [];
  for (let i = 0; i < labels.length; i++) {
    while (byClass.length <= labels[i]) byClass.push([]);
    byClass[labels[i]].push(i);
  }
  const quotas = byClass.map((members) =>
    members.length * validationCount / labels.length
  );
  const shares = quotas.map(Math.floor);
  const left = validationCount - shares.reduce((sum, share) => sum + share, 0);
  const byRemainder = quotas.map((quota, k) => [quota - shares[k], k])
    .sort(([a, j], [b, k]) => b - a || j - k);
  for (const [, k] of byRemainder.slice(0, left)) shares[k]++;
  const random = new Random(seed, "split");
  const chosen = byClass.flatMap((members, k) =>
    random.shuffle(members).slice(0, shares[k])
  );
  const inValidation = new Uint8Array(labels.length);
  for (const i of chosen) inValidation[i] = 1;
  const all = Int32Array.from(labels, (_, i) => i);
  return {
    train: all.filter((i) => !inValidation[i]),
    validation: all.filter((i) => inValidation[i]),
  };
}
