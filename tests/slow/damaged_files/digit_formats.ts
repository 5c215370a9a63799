/** Files of digits: IDX, plain and compressed, and pictures. @module */
import { encode } from "fast-png";
import { FileError } from "../../../lib/files/errors.ts";
import { readDigitFolder } from "../../../lib/data/mnist/folder.ts";
import { MNIST_FILES } from "../../../lib/data/mnist/checksums.ts";
import { readDigit } from "../../../lib/data/pictures/read_digits.ts";
import { gzip, smallSet } from "../../data/fixtures.ts";
import { convert, withChecksums } from "../../data/pictures/picture_files.ts";
import type { Format } from "./format.ts";
import type { Bytes } from "./mutations.ts";

export async function idxFormats(): Promise<Format[]> {
  const images = MNIST_FILES.testImages.name;
  const labels = MNIST_FILES.testLabels.name;
  const set = smallSet(1);
  const { [images]: goodImages, ...withoutImages } = set;
  const shared = {
    read: (folder: string) => readDigitFolder(folder),
    errors: [FileError],
  };
  const packed = { ...shared, file: `${images}.gz` };
  return [
    {
      ...shared,
      name: "IDX images",
      good: goodImages,
      files: (content) => ({ ...set, [images]: content }),
      file: images,
    },
    {
      ...shared,
      name: "IDX labels",
      good: set[labels],
      files: (content) => ({ ...set, [labels]: content }),
      file: labels,
    },
    {
      ...packed,
      name: "IDX in gzip",
      good: await gzip(goodImages),
      files: (content) => ({ ...withoutImages, [packed.file]: content }),
    },
    {
      ...packed,
      name: "IDX in gzip, checksum right",
      good: goodImages,
      files: async (content) => ({
        ...withoutImages,
        [packed.file]: await gzip(content),
      }),
    },
  ];
}

/** What a picture of any size may take, in bytes. */
const PICTURE_MEMORY = 450e6;

export async function pictureFormats(): Promise<Format[]> {
  const size = { width: 24, height: 30 };
  /** Whether a pixel is part of the upright bar in the image. */
  const isInk = (pixel: number) => {
    const x = pixel % size.width;
    const y = Math.floor(pixel / size.width);
    return x > 9 && x < 14 && y > 4 && y < 25;
  };
  const pixels = size.width * size.height;
  const colour = Uint8Array.from(encode({
    ...size,
    channels: 4,
    data: Uint8Array.from(
      { length: 4 * pixels },
      (_, index) => isInk(Math.floor(index / 4)) ? index % 60 : 255,
    ),
  }));
  const indexed = Uint8Array.from(encode({
    ...size,
    channels: 1,
    data: Uint8Array.from({ length: pixels }, (_, at) => isInk(at) ? 0 : 1),
    palette: [[0, 0, 0], [255, 255, 255]],
  }));
  const format = (
    name: string,
    good: Bytes,
    repair: (bytes: Bytes) => Bytes = (bytes) => bytes,
  ): Format => ({
    name,
    good,
    file: "digit.any",
    files: (content) => ({ "digit.any": repair(content) }),
    read: (folder) => readDigit(`${folder}/digit.any`),
    errors: [FileError],
    // A few bytes may stand for 51 megapixels
    memory: PICTURE_MEMORY,
  });
  return [
    format("PNG", colour),
    format("PNG, checksums right", colour, withChecksums),
    format("PNG with palette, checksums right", indexed, withChecksums),
    format("JPEG", await convert(colour, "jpeg")),
    format("WebP", await convert(colour, "webp")),
    format(
      "WebP without loss",
      await convert(colour, "webp", { lossless: true }),
    ),
    format("GIF", await convert(colour, "gif")),
  ];
}
