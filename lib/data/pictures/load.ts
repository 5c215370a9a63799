import { basename, resolve } from "node:path";
import { FileError, oneLine } from "../../files/errors.ts";
import type { Dataset } from "../digits.ts";
import { MAXIMUM_COUNT } from "../idx/format.ts";
import { findPictures, type PictureFile, shown } from "./find.ts";
import { chooseClasses } from "./load/choose_classes.ts";
import { readFiles, withoutDuplicates } from "./load/read_files.ts";
import { setsByChance, setsByFolder } from "./load/sets.ts";
import { Warnings } from "./load/warnings.ts";

/** Options of {@linkcode loadPictures}. */
export interface PictureOptions {
  /** Chooses the test pictures and the order. Default 1. */
  readonly seed?: number;
  /** Called with one line about each file or folder that is left out. */
  onWarning?(message: string): void;
  /** Called with the number of files that were read. */
  onProgress?(done: number, total: number): void;
  /** Ends the reading. */
  readonly signal?: AbortSignal;
}

/**
 * Reads a data set from a folder of pictures, one folder for each class:
 * `folder/class/picture.png`. Every picture is made like MNIST's, as
 * `deno task predict` makes them: by `readDigit()` if all classes are digits,
 * else by `readDrawing()`. The names of the folders become the names of the
 * classes, in alphabetical order.
 *
 * A seventh of the pictures of each class becomes the test set, the same ones for the
 * same seed. If `folder` holds folders `train` and `test` instead, and perhaps
 * `validation`, with a folder for each class in them, these are the sets.
 *
 * Files that can't be read, show nothing, or show the same as an earlier one are left
 * out, and so are classes without enough pictures.
 *
 * @throws {FileError} if the folder can't be read, or fewer than two classes are left
 * @throws {DOMException} named AbortError, when the signal aborts
 */
export async function loadPictures(
  folder: string,
  options: PictureOptions = {},
): Promise<Dataset> {
  const { seed = 1, signal } = options;
  const warnings = new Warnings(options.onWarning);
  const { files, leftOut } = await findPictures(folder, signal);
  leftOut.forEach((line) => warnings.add(line));
  requireCount(folder, files);
  const read = await readFiles(files, options, warnings);
  const pictures = withoutDuplicates(read, warnings);
  const divided = files.some(({ part }) => part !== undefined);
  const classes = chooseClasses(folder, pictures, divided, warnings);
  const sets = divided
    ? setsByFolder(folder, pictures, classes, seed, warnings)
    : setsByChance(pictures, classes, seed);
  warnings.close();
  return {
    ...sets,
    source: {
      kind: "pictures",
      name: `pictures "${oneLine(basename(resolve(folder)))}"`,
      place: folder,
    },
  };
}

function requireCount(folder: string, files: readonly PictureFile[]): void {
  if (files.length <= MAXIMUM_COUNT) return;
  throw new FileError(
    `Cannot read pictures from folder "${
      shown(folder)
    }": it must hold at most ${MAXIMUM_COUNT} files: current count is ${files.length}`,
  );
}
