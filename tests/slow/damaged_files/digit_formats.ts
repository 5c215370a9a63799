/** Files of digits: IDX, plain and compressed, and PNG. @module */
import { encode } from "fast-png";
import { crc32 } from "node:zlib";
import { FileError } from "../../../lib/files/errors.ts";
import { readDigitFolder } from "../../../lib/data/mnist/folder.ts";
import { MNIST_FILES } from "../../../lib/data/mnist/checksums.ts";
import { readDigitPng } from "../../../lib/data/png/read_digit.ts";
import { gzip, smallSet } from "../../data/fixtures.ts";
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

export function pngFormats(): Format[] {
  const size = { width: 24, height: 30 };
  /** Whether a pixel is part of the upright bar in the image. */
  const isInk = (pixel: number) => {
    const x = pixel % size.width;
    return x > 9 && x < 14;
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
  const shared = {
    file: "digit.png",
    read: (folder: string) => readDigitPng(`${folder}/digit.png`),
    errors: [FileError],
  };
  const asItIs = (content: Bytes) => ({ "digit.png": content });
  const withChecksums = (content: Bytes) => asItIs(withCrcs(content));
  return [
    { ...shared, name: "PNG", good: colour, files: asItIs },
    {
      ...shared,
      name: "PNG, checksums right",
      good: colour,
      files: withChecksums,
    },
    {
      ...shared,
      name: "PNG with palette, checksums right",
      good: indexed,
      files: withChecksums,
    },
  ];
}

/** Corrects the checksum of each chunk of a PNG. */
function withCrcs(bytes: Bytes): Bytes {
  const view = new DataView(bytes.buffer);
  let at = 8;
  while (at + 12 <= bytes.length) {
    const end = at + 8 + view.getUint32(at);
    if (end + 4 > bytes.length) break;
    view.setUint32(end, crc32(bytes.subarray(at + 4, end)));
    at = end + 4;
  }
  return bytes;
}
