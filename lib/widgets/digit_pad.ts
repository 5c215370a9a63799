/** A pad to draw a digit on. @module */
import { PIXELS } from "../data/digits.ts";
import type { Displayable } from "../jupyter/displayable.ts";
import type { Normalization } from "../model/normalization.ts";
import { figureWidth } from "../plots/theme.ts";
import type { tf } from "../tensorflow/mod.ts";
import { digitPadDrawing } from "./drawings/digit_pad.ts";
import { compactNetwork } from "./network/compact.ts";
import { encodeHalfFloats } from "./network/half_floats.ts";
import { createReader, type PadData } from "./pad/readers.ts";
import type { Stroke } from "./pad/strokes.ts";
import { createWidget } from "./widget.ts";

/** Options of {@linkcode digitPadWidget}. */
export type DigitPadOptions =
  & {
    /** Names of the classes. Default: 0, 1, 2, … */
    readonly labels?: readonly string[];
  }
  & (
    | {
      /** The mean image of each class, pixels from 0 to 255, shape [classes][784]. */
      readonly means: readonly ArrayLike<number>[];
    }
    | {
      /** A network of images of 28 × 28 pixels, and the normalization of its input. */
      readonly network: {
        readonly model: tf.LayersModel;
        readonly normalization: Normalization;
      };
    }
  );

/**
 * A pad to draw a digit on, and the answers while one draws: the distance from each
 * mean image, or a network's probabilities. The drawing is scaled and centred by the
 * function that prepares PNG files for a network, and the network is computed in
 * the page, with weights of 16 bits, which changes probabilities by less than 0.01.
 *
 * @throws {RangeError} if a mean hasn't 784 pixels, there are not as many labels as
 * classes, or the network has a layer that the page can't compute.
 */
export function digitPadWidget(options: DigitPadOptions): Displayable {
  const data = padData(options);
  return createWidget({
    element: "digit_pad",
    data,
    drawing: digitPadDrawing(
      createReader(data),
      { strokes: example },
      figureWidth,
    ),
    hint:
      "Where scripts run, you can draw on the pad, and the answers follow the pen.",
  });
}

function padData(options: DigitPadOptions): PadData {
  if ("network" in options) {
    const { model, normalization } = options.network;
    const [, classes] = model.outputs[0].shape;
    const network = compactNetwork(model, normalization);
    return { labels: labelsOf(options, Number(classes)), network };
  }
  const { means } = options;
  means.forEach((mean, k) => {
    if (mean.length === PIXELS) return;
    throw new RangeError(
      `Cannot make a widget: mean ${k} must have ${PIXELS} pixels: current value is ${mean.length}`,
    );
  });
  return {
    labels: labelsOf(options, means.length),
    means: encodeHalfFloats(means.flatMap((mean) => Array.from(mean))),
  };
}

function labelsOf(
  { labels }: DigitPadOptions,
  classes: number,
): readonly string[] {
  if (!labels) return Array.from({ length: classes }, (_, k) => String(k));
  if (labels.length === classes) return labels;
  throw new RangeError(
    `Cannot make a widget: there must be ${classes} labels: current value is ${labels.length}`,
  );
}

/** A 4, drawn on the picture that stands where scripts don't run. */
const example: readonly Stroke[] = [
  [[8.5, 5.5], [8, 10], [8, 14], [12, 14.6], [19, 14]],
  [[18.8, 4.5], [18.6, 10], [18, 17], [17.6, 23.5]],
];
