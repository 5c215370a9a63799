import type { IdxShape } from "../idx/format.ts";
import { COLUMNS, ROWS } from "../digits.ts";

/** One of the four files in which a set of digits is published. */
export interface DigitFile {
  /** The file's name, without `.gz`. */
  readonly name: string;
  /** Shape of the IDX file. */
  readonly shape: IdxShape;
  /** Length of the decompressed file, in bytes. */
  readonly bytes: number;
  /** SHA-256 of the decompressed file, in hexadecimal. */
  readonly sha256: string;
}

const IMAGES: IdxShape = [undefined, ROWS, COLUMNS];
const LABELS: IdxShape = [undefined];

/**
 * The files of the MNIST database (Y. LeCun, C. Cortes, C. Burges). The checksums
 * are those of the decompressed files, since mirrors compress them differently.
 */
export const MNIST_FILES = {
  trainImages: {
    name: "train-images-idx3-ubyte",
    shape: IMAGES,
    bytes: 47_040_016,
    sha256: "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
  },
  trainLabels: {
    name: "train-labels-idx1-ubyte",
    shape: LABELS,
    bytes: 60_008,
    sha256: "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
  },
  testImages: {
    name: "t10k-images-idx3-ubyte",
    shape: IMAGES,
    bytes: 7_840_016,
    sha256: "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
  },
  testLabels: {
    name: "t10k-labels-idx1-ubyte",
    shape: LABELS,
    bytes: 10_008,
    sha256: "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
  },
} as const satisfies Record<string, DigitFile>;

/** Which of the four files: training or test set, images or labels. */
export type DigitFileRole = keyof typeof MNIST_FILES;

/** The four files of a set of digits. */
export type DigitFiles = Readonly<Record<DigitFileRole, DigitFile>>;

/** Every role, in the order in which files are downloaded. */
export const DIGIT_FILE_ROLES = Object.keys(MNIST_FILES) as DigitFileRole[];

/** Folders that hold the four files as `.gz`, each ending in a slash. */
export const MNIST_MIRRORS: readonly string[] = [
  "https://storage.googleapis.com/cvdf-datasets/mnist/",
  "https://ossci-datasets.s3.amazonaws.com/mnist/",
  "https://raw.githubusercontent.com/fgnt/mnist/master/",
];
