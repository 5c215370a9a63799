/**
 * Digits to learn from: MNIST (found, or downloaded and checked), other sets in
 * its format, or synthetic ones; batches, splits and statistics of them; and
 * pictures of digits read from PNG files.
 *
 * Nothing here knows of TensorFlow, and nothing prints: what a user should see
 * goes to callbacks, and errors are one line each ({@linkcode DataError}).
 *
 * @module
 */
export { batchCount, batchesOf, epochOrder } from "./batches.ts";
export {
  classCounts,
  CLASSES,
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
} from "./download.ts";
export { DataError } from "./errors.ts";
export { encodeIdx, type IdxArray, type IdxShape, parseIdx } from "./idx.ts";
export { readIdxFile } from "./idx_file.ts";
export {
  defaultCacheDir,
  loadDigits,
  type LoadOptions,
  locateDigits,
} from "./load.ts";
export { MNIST_FILES, MNIST_MIRRORS } from "./mnist.ts";
export { decodeDigitPng, readDigitPng } from "./png.ts";
export { Random, type RandomState, type Stream } from "./random.ts";
export {
  splitStratified,
  stratifiedIndices,
  validationDataset,
} from "./split.ts";
export { pixelStatistics } from "./statistics.ts";
export { syntheticDataset, syntheticDigits } from "./synthetic.ts";
export { writersDataset } from "./writers.ts";
