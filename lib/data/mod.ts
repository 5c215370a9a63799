/**
 * Digits to learn from: MNIST (found, or downloaded and checked), other sets in
 * its format, or synthetic ones; batches, splits and statistics of them; and
 * pictures of digits read from PNG files.
 *
 * Nothing here knows of TensorFlow, and nothing prints: what a user should see
 * goes to callbacks, and errors are one line each ({@linkcode FileError},
 * {@linkcode DataError}).
 *
 * @module
 */
export { batchCount, batchesOf, epochOrder } from "./batches.ts";
export {
  CLASS_COUNT,
  classCounts,
  COLUMNS,
  createDigits,
  type Dataset,
  type DataSource,
  type Digits,
  PIXELS,
  pixelsOf,
  ROWS,
  selectDigits,
  takeDigits,
} from "./digits.ts";
export {
  DownloadError,
  type DownloadProgress,
  type DownloadTiming,
} from "./download/mirrors.ts";
export { DataError } from "./errors.ts";
export { FileError } from "../files/errors.ts";
export {
  encodeIdx,
  type IdxArray,
  type IdxShape,
  parseIdx,
} from "./idx/format.ts";
export { readIdxFile } from "./idx/file.ts";
export { loadDigits, type LoadOptions } from "./load.ts";
export { defaultCacheDir, locateDigits } from "./mnist/locate.ts";
export { MNIST_FILES, MNIST_MIRRORS } from "./mnist/checksums.ts";
export { decodeDigitPng, readDigitPng } from "./png/read_digit.ts";
export { Random, type RandomState, type Stream } from "./random.ts";
export {
  splitStratified,
  stratifiedIndices,
  validationDataset,
} from "./splits/stratified.ts";
export { pixelStatistics } from "./statistics.ts";
export { syntheticDataset, syntheticDigits } from "./synthetic/digits.ts";
export { writersDataset } from "./splits/writers.ts";
