/** Who answers which digit was drawn. @module */
import { imageDistance } from "../../data/mean_images.ts";
import { type CompactNetwork, networkReader } from "../network/forward.ts";
import { decodeHalfFloats } from "../network/half_floats.ts";

/** What the pad starts with. */
export type PadData =
  | {
    /** Names of the classes. */
    readonly labels: readonly string[];
    /** Mean images one after the other, pixels from 0 to 255 in 16 bits, base64. */
    readonly means: string;
  }
  | {
    /** Names of the classes. */
    readonly labels: readonly string[];
    readonly network: CompactNetwork;
  };

/** Answers for an image of 784 pixels from 0 to 255. */
export interface Reader {
  /** Whether the numbers are probabilities, or distances, of which the least wins. */
  readonly kind: "probabilities" | "distances";
  readonly labels: readonly string[];
  /** Mean images, shape [classes][784], if the numbers are distances to them. */
  readonly means?: readonly ArrayLike<number>[];
  /** A number for each class. */
  readonly read: (pixels: ArrayLike<number>) => ArrayLike<number>;
}

/** Prepares the answers. */
export function createReader(data: PadData): Reader {
  const { labels } = data;
  if ("network" in data) {
    const read = networkReader(data.network);
    return { kind: "probabilities", labels, read };
  }
  const all = decodeHalfFloats(data.means);
  const size = all.length / labels.length;
  const means = labels.map((_, k) => all.subarray(k * size, (k + 1) * size));
  return {
    kind: "distances",
    labels,
    means,
    read: (pixels) => means.map((mean) => imageDistance(pixels, mean)),
  };
}

/** Classes from the likeliest to the least likely. */
export function ranking(
  { kind }: Reader,
  answers: ArrayLike<number>,
): number[] {
  const sign = kind === "distances" ? 1 : -1;
  return Array.from(answers, (_, k) => k)
    .sort((a, b) => sign * (answers[a] - answers[b]));
}
