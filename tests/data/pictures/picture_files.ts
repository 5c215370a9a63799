/** Picture files of every kind, for tests. @module */
import { encode } from "fast-png";
import { crc32 } from "node:zlib";
import sharp from "sharp";
import { syntheticDigits } from "../../../lib/data/synthetic/digits.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/** A drawn digit: uint8 [28, 28], light on dark. */
export const digit = syntheticDigits({ count: 1, seed: 1 }).images;

/** The formats that are read. */
export const FORMATS = ["png", "jpeg", "webp", "gif"] as const;

/** A PNG file of the digit; `paint` gives the samples of each pixel. */
export function pngOfDigit(
  scale: number,
  margin: number,
  paint: (ink: number) => readonly number[],
  depth: 8 | 16 = 8,
): Bytes {
  const side = 28 * scale + 2 * margin;
  const values: number[] = [];
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const row = Math.floor((y - margin) / scale);
      const column = Math.floor((x - margin) / scale);
      const inside = [row, column].every((at) => at >= 0 && at < 28);
      values.push(...paint(inside ? digit[row * 28 + column] : 0));
    }
  }
  const channels = paint(0).length as 1 | 2 | 3 | 4;
  const data = depth === 8 ? Uint8Array.from(values) : Uint16Array.from(values);
  return Uint8Array.from(
    encode({ width: side, height: side, data, channels, depth }),
  );
}

/** The same picture in another format. */
export async function convert(
  file: Bytes,
  format: "png" | "jpeg" | "webp" | "gif" | "avif" | "tiff",
  options: object = {},
): Promise<Bytes> {
  return Uint8Array.from(await sharp(file)[format](options).toBuffer());
}

/** A grey picture as a PNG whose EXIF orientation is one of 1 to 8. */
export async function orientedPng(
  values: readonly number[],
  columns: number,
  orientation: number,
): Promise<Bytes> {
  const raw = {
    width: columns,
    height: values.length / columns,
    channels: 1,
  } as const;
  return Uint8Array.from(
    await sharp(Uint8Array.from(values), { raw }).png()
      .withMetadata({ orientation }).toBuffer(),
  );
}

/** A PNG with a chunk after its header, for example a transparent colour. */
export function withChunk(file: Bytes, type: string, data: number[]): Bytes {
  const chunk = new Uint8Array(12 + data.length);
  new DataView(chunk.buffer).setUint32(0, data.length);
  chunk.set(new TextEncoder().encode(type), 4);
  chunk.set(data, 8);
  return withChecksums(
    Uint8Array.of(...file.subarray(0, 33), ...chunk, ...file.subarray(33)),
  );
}

/** A PNG whose header is changed: width at 0, height at 4, depth at 8, interlacing at 12. */
export function withHeader(
  file: Bytes,
  changes: Readonly<Record<number, number>>,
): Bytes {
  const changed = file.slice();
  for (const [at, value] of Object.entries(changes)) {
    if (Number(at) < 8) {
      new DataView(changed.buffer).setUint32(16 + Number(at), value);
    } else changed[16 + Number(at)] = value;
  }
  return withChecksums(changed);
}

/** Corrects the checksum of each chunk of a PNG. */
export function withChecksums(bytes: Bytes): Bytes {
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
