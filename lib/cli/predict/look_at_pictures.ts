import { encode } from "fast-png";
import { centreDigit } from "../../data/pictures/centre_digit.ts";
import { findDigits } from "../../data/pictures/find_digits.ts";
import type { GreyPicture } from "../../data/pictures/grey_picture.ts";
import { luminanceOf } from "../../data/pictures/luminance.ts";
import {
  type DrawnPicture,
  type DrawOptions,
  drawPictures,
} from "../../data/synthetic/pictures/draw.ts";

type Pixels = Uint8Array<ArrayBuffer>;

/** A drawn picture, and what the network is to see of it. */
export interface LookedAt
  extends Pick<DrawnPicture, "kind" | "source" | "label"> {
  /** uint8 [28, 28], as `deno task predict` finds it; undefined if it finds none. */
  readonly digit: Pixels | undefined;
  /** The same from a picture that is only scaled and centred. */
  readonly centred: Pixels | undefined;
  /** The picture as PNG, if asked for. */
  readonly png: Uint8Array | undefined;
}

/**
 * Draws pictures and looks for the digit in each.
 *
 * @param batchSize How many to pass on together
 * @param png Whether to keep the pictures
 * @throws {DOMException} named AbortError, when the signal aborts
 */
export async function* lookAtPictures(
  options: DrawOptions,
  batchSize: number,
  png: boolean,
  signal: AbortSignal,
): AsyncGenerator<readonly LookedAt[]> {
  let batch: LookedAt[] = [];
  for await (const picture of drawPictures(options)) {
    signal.throwIfAborted();
    batch.push(lookAt(picture, png));
    if (batch.length < batchSize) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

function lookAt(picture: DrawnPicture, png: boolean): LookedAt {
  const { kind, source, label, width, height, values } = picture;
  const grey = luminanceOf({ rows: height, columns: width, values });
  const [digit] = findDigits(grey).digits;
  return {
    kind,
    source,
    label,
    digit,
    centred: onlyCentred(grey),
    png: png
      ? encode({ width, height, data: values, channels: 4, depth: 8 })
      : undefined,
  };
}

function onlyCentred(
  { rows, columns, values }: GreyPicture,
): Pixels | undefined {
  return centreDigit({
    width: columns,
    height: rows,
    values: Float64Array.from(values, (value) => value / 255),
  });
}
