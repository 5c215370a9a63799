import { decode } from "fast-png";
import { type Digits, pixelsOf } from "../../../data/digits.ts";
import type { Evaluation } from "../../../evaluation/score.ts";
import { mistakes } from "../../../evaluation/mistakes.ts";
import { captionedPictures } from "../../../plots/render/captioned_pictures.ts";
import { Rasterizer } from "../../../plots/render/rasterizer.ts";

const SHOWN = 16;
const PER_ROW = 4;

/** A picture in colours with transparency. */
export interface Picture {
  /** uint8, [height, width, 4]. */
  readonly pixels: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/**
 * The images of a set that a network reads wrong with the highest probabilities, in one
 * picture, each with its label, the answer and how sure it was: `4 → 9, 98 %`.
 *
 * @returns Undefined if there are no mistakes.
 */
export async function worstMistakes(
  evaluation: Pick<Evaluation, "predictions" | "logProbabilities">,
  digits: Digits,
): Promise<Picture | undefined> {
  const worst = mistakes(evaluation, digits.labels).slice(0, SHOWN);
  if (worst.length === 0) return undefined;
  const { rows, columns, classes } = digits;
  const svg = captionedPictures(
    worst.map(({ index, label, prediction, confidence }) => ({
      ...{ pixels: pixelsOf(digits, index), rows, columns },
      caption: `${classes[label]} → ${classes[prediction]}, ${
        (100 * confidence).toFixed(0)
      } %`,
    })),
    PER_ROW,
  );
  const rasterizer = await Rasterizer.load();
  const { data, width, height } = decode(rasterizer.png(svg, 1));
  return { pixels: Uint8Array.from(data), width, height };
}
