import { fileURLToPath } from "node:url";
import { type Dataset, selectDigits } from "../digits.ts";
import { DataError } from "../errors.ts";
import { readIdxFile } from "../idx/file.ts";

/**
 * One byte for each of MNIST's 60,000 training images, 1 if it is held out. Those
 * are the 10,096 images by 91 of the 539 writers, who were drawn at random, half of
 * them from each of NIST's two collections. The writers are known from QMNIST's
 * labels: Yadav and Bottou 2019, "Cold Case: The Lost MNIST Digits".
 */
const HELD_OUT = fileURLToPath(
  new URL("./mnist-held-out-writers-idx1-ubyte.gz", import.meta.url),
);

/**
 * A data set for choosing hyperparameters, split by writers: the images that replace
 * the test set are by other people than those that are left to learn from. The same
 * holds for MNIST's own test set, but not for {@linkcode validationDataset}.
 *
 * @throws {DataError} if the digits aren't MNIST, or too few to hold any out
 */
export async function writersDataset(
  { train, source }: Dataset,
): Promise<Dataset> {
  if (source.kind !== "mnist") {
    throw new DataError(
      `Cannot hold out writers: the digits must be MNIST, whose writers are known: current set is ${source.name}; hold out single images instead`,
    );
  }
  const { data } = await readIdxFile(HELD_OUT, [undefined]);
  const all = Int32Array.from(train.labels, (_, index) => index);
  const heldOut = all.filter((index) => data[index] === 1);
  const left = all.filter((index) => data[index] === 0);
  if (heldOut.length === 0 || left.length === 0) {
    throw new DataError(
      `Cannot hold out writers: there must be images by them and by others: ${heldOut.length} of the first ${train.count} images are by writers held out; use more`,
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
