import { type Dataset, takeDigits } from "../../data/digits.ts";
import { loadDigits } from "../../data/load.ts";
import { validationDataset } from "../../data/splits/stratified.ts";
import { writersDataset } from "../../data/splits/writers.ts";
import { downloadReporter } from "./download_line.ts";
import { say } from "./output.ts";

/**
 * Loads the digits for a command, and says on standard error which ones they are.
 *
 * @param data Folder given by `--data`.
 * @param limit Use only the first so many images of each set.
 * @throws {FileError} if a folder that the user named doesn't hold four IDX files.
 */
export async function loadDataset(
  data: string | undefined,
  limit: number | undefined,
  signal: AbortSignal,
): Promise<Dataset> {
  const { source, ...sets } = await loadDigits({
    data,
    signal,
    onProgress: downloadReporter(),
    onWarning: (message) => say(`Warning: ${message}`),
  });
  const train = takeDigits(sets.train, limit ?? sets.train.count);
  const test = takeDigits(sets.test, limit ?? sets.test.count);
  say(
    `Data: ${source.name} (${source.place}), ${train.count} training and ${test.count} test images`,
  );
  return { train, test, source };
}

/**
 * The dataset that `--validation` and `--writers` ask for: the training images alone,
 * split in two, or all images without these flags.
 *
 * @throws {DataError} if the writers of these digits are unknown.
 */
export async function heldOutFrom(
  all: Dataset,
  { validation, writers }: { validation?: boolean; writers?: boolean },
): Promise<Dataset> {
  if (writers) return await writersDataset(all);
  return validation ? validationDataset(all) : all;
}
