/**
 * Images to learn from: MNIST, downloaded and checked, other sets in its format, folders
 * of pictures, or synthetic digits; their batches, splits and statistics; and digits from
 * pictures.
 *
 * Needs no TensorFlow and prints nothing: warnings go to callbacks, and every error
 * is one line to show ({@linkcode FileError}, {@linkcode DataError}).
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
  DIGIT_CLASSES,
  type Digits,
  type Labels,
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
export { readIdxFile } from "./idx/file.ts";
export {
  encodeIdx,
  type IdxArray,
  type IdxShape,
  parseIdx,
} from "./idx/format.ts";
export { loadDigits, type LoadOptions } from "./load.ts";
export { imageDistance, meanImages, nearestMean } from "./mean_images.ts";
export type { FillOptions } from "./mnist/cache.ts";
export {
  type DigitFile,
  type DigitFileRole,
  type DigitFiles,
  MNIST_FILES,
  MNIST_MIRRORS,
} from "./mnist/checksums.ts";
export {
  defaultCacheDir,
  type DigitFolders,
  type DigitLocation,
  locateDigits,
} from "./mnist/locate.ts";
export { loadPictures, type PictureOptions } from "./pictures/load.ts";
export type { Box } from "./pictures/box.ts";
export {
  decodeDigit,
  type PictureDigits,
  readDigit,
  readDigits,
  type ReadDigitsOptions,
  readDrawing,
} from "./pictures/read_digits.ts";
export { Random, type RandomState, type Stream } from "./random.ts";
export {
  splitStratified,
  stratifiedIndices,
  validationDataset,
} from "./splits/stratified.ts";
export { testWriters } from "./splits/test_writers.ts";
export { writersDataset } from "./splits/writers.ts";
export { pixelStatistics } from "./statistics.ts";
export {
  LETTER_FONTS,
  type LetterFont,
  type LetterOptions,
  LETTERS,
  writeLetters,
} from "./synthetic/letters.ts";
export { syntheticDataset, syntheticDigits } from "./synthetic/digits.ts";
export type { Glyph, Stroke } from "./synthetic/glyphs.ts";
