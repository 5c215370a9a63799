import { type Dataset, sameClasses, takeDigits } from "../../data/digits.ts";
import { DataError } from "../../data/errors.ts";
import { loadDigits } from "../../data/load.ts";
import { validationDataset } from "../../data/splits/stratified.ts";
import { writersDataset } from "../../data/splits/writers.ts";
import { oneLine } from "../../files/errors.ts";
import { ProgressBar } from "../../terminal/progress_bar.ts";
import { downloadReporter } from "./download_line.ts";
import { say } from "./output.ts";

/** Fewer pictures are read before one would look for a bar. */
const PICTURES_WITH_BAR = 1000;

/**
 * Loads the images for a command, and says on standard error which ones they are.
 *
 * @param data Folder given by `--data`.
 * @param limit Use only the first so many images of each set.
 * @throws {FileError} if a folder that the user named holds neither four IDX files nor
 * pictures.
 */
export async function loadDataset(
  data: string | undefined,
  limit: number | undefined,
  signal: AbortSignal,
): Promise<Dataset> {
  let bar: ProgressBar | undefined;
  const warnings: string[] = [];
  const { source, ...sets } = await loadDigits({
    data,
    signal,
    onProgress: downloadReporter(),
    onWarning: (message) =>
      bar ? warnings.push(message) : say(`Warning: ${message}`),
    onPictures: (done, total) => {
      if (total < PICTURES_WITH_BAR) return;
      bar ??= new ProgressBar(total);
      bar.update(done, "reading pictures");
      if (done === total) bar.close();
    },
  }).finally(() => bar?.abandon());
  // A line in the middle of the bar would break it
  warnings.forEach((message) => say(`Warning: ${message}`));
  const [train, test] = [sets.train, sets.test]
    .map((set) => takeDigits(set, limit ?? set.count));
  const validation = sets.validation &&
    takeDigits(sets.validation, limit ?? sets.validation.count);
  const classes = source.kind === "pictures"
    ? ` of ${train.classes.length} classes`
    : "";
  say(
    `Data: ${source.name} (${source.place}), ${train.count} training and ${test.count} test images${classes}`,
  );
  return { train, test, ...validation && { validation }, source };
}

/**
 * Refuses to score a model on images of other classes than it learned.
 *
 * @param classes The names of the model's.
 * @throws {DataError} if the images have others, or in another order.
 */
export function requireClasses(
  classes: readonly string[],
  { train, source }: Dataset,
): void {
  if (sameClasses(classes, train.classes)) return;
  throw new DataError(
    `Cannot score the model on ${
      oneLine(source.name)
    }: the images must be of the model's ${classes.length} classes, ${
      listed(classes)
    }: they are of ${train.classes.length}, ${
      listed(train.classes)
    }; name the folder that it learned from with --data`,
  );
}

/** The first names of a list. */
function listed(names: readonly string[]): string {
  const few = names.slice(0, 5).map((name) => `"${name}"`).join(", ");
  return names.length > 5 ? `${few} …` : few;
}

/**
 * The dataset that `--validation` and `--writers` ask for: the training images alone,
 * split in two or with the set's own validation images, or all images without these
 * flags.
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
