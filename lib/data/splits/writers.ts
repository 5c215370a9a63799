import { fileURLToPath } from "node:url";
import { type Dataset, selectDigits } from "../digits.ts";
import { DataError } from "../errors.ts";
import { readIdxFile } from "../idx/file.ts";

/**
 * One byte for each of MNIST's 60,000 training images, 1 where it is held out:
 * 10,096 of them, all that 91 of the 539 writers wrote, half from each of NIST's
 * two collections (those writers were drawn by a seed). Who wrote what: Yadav and
 * Bottou 2019, "Cold Case: The Lost MNIST Digits", labels of QMNIST's training set.
 */
const HELD_OUT = fileURLToPath(
  new URL("./mnist-held-out-writers-idx1-ubyte.gz", import.meta.url),
);

/**
 * A data set for choosing between settings, like that of
 * {@linkcode validationDataset}, but nobody who wrote what is held out wrote any of
 * what is left to learn from. So it is with MNIST's test set, and not where images
 * are held out one by one.
 *
 * @throws {DataError} if the digits aren't MNIST, or too few to hold any out
 */
export async function writersDataset(
  { train, source }: Dataset,
): Promise<Dataset> {
  if (source.kind !== "mnist") {
    throw new DataError(
      `Cannot hold out writers: the digits must be MNIST, of which they are known: current set is ${source.name}; hold out single images instead`,
    );
  }
  const { data } = await readIdxFile(HELD_OUT, [undefined]);
  const all = Int32Array.from(train.labels, (_, index) => index);
  const heldOut = all.filter((index) => data[index] === 1);
  const left = all.filter((index) => data[index] === 0);
  if (heldOut.length === 0 || left.length === 0) {
    throw new DataError(
      `Cannot hold out writers: some images must be theirs, and some must not: ${heldOut.length} of the first ${train.count} are; use more`,
    );
  }
  return {
    train: selectDigits(train, left),
    test: selectDigits(train, heldOut),
    source: {
      ...source,
      name: `${source.name} split by writers`,
      heldOut: "validation",
    },
  };
}
