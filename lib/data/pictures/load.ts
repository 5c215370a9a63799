import { createHash } from "node:crypto";
import { basename, resolve } from "node:path";
import { FileError, oneLine } from "../../files/errors.ts";
import {
  createDigits,
  createLabels,
  type Dataset,
  type Digits,
  MAXIMUM_CLASSES,
  PIXELS,
  selectDigits,
} from "../digits.ts";
import { MAXIMUM_COUNT } from "../idx/format.ts";
import { Random } from "../random.ts";
import { stratifiedIndices } from "../splits/stratified.ts";
import {
  compareNames,
  findPictures,
  type Part,
  type PictureFile,
  shown,
} from "./find.ts";
import { areDigits, readDigit, readDrawing } from "./read_digits.ts";

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

/** Share of the pictures that become the test set, as many as in MNIST: a seventh. */
const TEST_SHARE = 1 / 7;

/** Files that are read at once; large pictures are decoded one at a time. */
const AT_ONCE = 4;

/** Lines about files that are left out; then only their number is told. */
const MAXIMUM_LINES = 100;

/** What to do about a folder that can't be used. */
const ADVICE =
  "put the pictures of each class into a folder with the class's name";

/** A picture that was read, made like MNIST's. */
interface Picture extends PictureFile {
  /** uint8 [28, 28]. */
  readonly pixels: Uint8Array<ArrayBuffer>;
}

/**
 * Reads a data set from a folder of pictures, one folder for each class:
 * `folder/class/picture.png`. Every picture is made like MNIST's, as
 * `deno task predict` makes them: by {@linkcode readDigit} if all classes are digits,
 * else by {@linkcode readDrawing}. The names of the folders become the names of the
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
  if (files.length > MAXIMUM_COUNT) {
    throw new FileError(
      `Cannot read pictures from folder "${
        shown(folder)
      }": it must hold at most ${MAXIMUM_COUNT} files: current count is ${files.length}`,
    );
  }
  const read = await readFiles(files, options, warnings);
  const pictures = withoutDuplicates(read, warnings);
  const divided = files.some(({ part }) => part !== undefined);
  const classes = classesOf(pictures, divided, warnings);
  requireClasses(folder, classes);
  const source = {
    kind: "pictures",
    name: `pictures "${oneLine(basename(resolve(folder)))}"`,
    place: folder,
  } as const;
  const sets = divided
    ? byFolders(folder, pictures, classes, seed, warnings)
    : byChance(pictures, classes, seed);
  warnings.close();
  return { ...sets, source };
}

/** Passes warnings on, up to a number of lines. */
class Warnings {
  #count = 0;
  readonly #tell: ((message: string) => void) | undefined;

  constructor(tell: ((message: string) => void) | undefined) {
    this.#tell = tell;
  }

  add(line: string): void {
    if (++this.#count <= MAXIMUM_LINES) this.#tell?.(line);
  }

  /** Says how many lines were not passed on. */
  close(): void {
    const more = this.#count - MAXIMUM_LINES;
    if (more > 0) this.#tell?.(`Left out ${more} more files or folders`);
  }
}

/** Reads the files in order; those that can't be read are left out. */
async function readFiles(
  files: readonly PictureFile[],
  { onProgress, signal }: PictureOptions,
  warnings: Warnings,
): Promise<Picture[]> {
  const pictures: Picture[] = [];
  const names = files.map(({ className }) => className);
  const read = areDigits(names) ? readDigit : readDrawing;
  for (let start = 0; start < files.length; start += AT_ONCE) {
    signal?.throwIfAborted();
    const batch = files.slice(start, start + AT_ONCE);
    const results = await Promise.all(
      batch.map((file) => readPicture(file, read)),
    );
    for (const result of results) {
      if (result instanceof FileError) warnings.add(result.message);
      else pictures.push(result);
    }
    onProgress?.(start + batch.length, files.length);
  }
  signal?.throwIfAborted();
  return pictures;
}

async function readPicture(
  file: PictureFile,
  read: typeof readDigit,
): Promise<Picture | FileError> {
  try {
    return { ...file, pixels: await read(file.path) };
  } catch (error) {
    if (error instanceof FileError) return error;
    throw error;
  }
}

/** A picture that is there twice would be learned and then asked for. */
function withoutDuplicates(
  pictures: readonly Picture[],
  warnings: Warnings,
): Picture[] {
  const first = new Map<string, Picture>();
  return pictures.filter((picture) => {
    const digest = createHash("sha256").update(picture.pixels)
      .digest("base64");
    const earlier = first.get(digest);
    if (!earlier) {
      first.set(digest, picture);
      return true;
    }
    warnings.add(
      `Left out "${shown(picture.path)}": it shows the same as "${
        shown(earlier.path)
      }"`,
    );
    return false;
  });
}

/** The names of the classes with enough pictures, sorted. */
function classesOf(
  pictures: readonly Picture[],
  divided: boolean,
  warnings: Warnings,
): string[] {
  const counts = new Map<string, number>();
  for (const { className, part } of pictures) {
    const learnable = !divided || part === "train" ? 1 : 0;
    counts.set(className, (counts.get(className) ?? 0) + learnable);
  }
  // One to learn from and one to test with, unless these have their own folders
  const required = divided ? 1 : 2;
  return [...counts.keys()].sort(compareNames).filter((name) => {
    const count = counts.get(name)!;
    if (count >= required) return true;
    warnings.add(
      `Left out class "${name}": it needs at least ${required} ${
        divided ? "training picture" : "pictures"
      }: current count is ${count}`,
    );
    return false;
  });
}

function requireClasses(folder: string, classes: readonly string[]): void {
  const count = classes.length;
  if (count >= 2 && count <= MAXIMUM_CLASSES) return;
  const current = count === 1 ? `only "${classes[0]}"` : `${count} classes`;
  throw new FileError(
    `Cannot learn from folder "${
      shown(folder)
    }": it must hold pictures of 2 to ${MAXIMUM_CLASSES} classes: it holds ${current}; ${ADVICE}`,
  );
}

/** A test set drawn from each class. */
function byChance(
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

/** The sets that the folder's own parts are. */
function byFolders(
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
