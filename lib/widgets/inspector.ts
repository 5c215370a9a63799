/** What a network makes of each of some digits. @module */
import { Buffer } from "node:buffer";
import { gzipSync } from "node:zlib";
import type { Displayable } from "../jupyter/displayable.ts";
import { figureWidth } from "../plots/theme.ts";
import { inspectorDrawing } from "./drawings/inspector.ts";
import { type InspectedDigit, packDigits } from "./inspector/pack.ts";
import { createWidget } from "./widget.ts";

/** Options of {@linkcode inspectorWidget}. */
export interface InspectorOptions {
  /** All of one size. */
  readonly digits: readonly InspectedDigit[];
  /** Default: 28. */
  readonly columns?: number;
  /** Names of the classes. Default: 0, 1, 2, … */
  readonly classes?: readonly string[];
}

/**
 * Digits to choose from; of the chosen one its probabilities, its heat map and its
 * feature maps, layer by layer. One colour scale holds for all digits: one for
 * the heat, one for each layer.
 *
 * Numbers are kept at 49 levels and packed: 30 digits with 32 maps of 28×28 and 32 of
 * 14×14 take up to about 0.5 MB.
 *
 * @throws {RangeError} if there is no digit, or the digits differ in sizes or layers.
 */
export function inspectorWidget(
  { digits, columns = 28, classes }: InspectorOptions,
): Displayable {
  const data = packDigits(digits, columns, classes);
  return createWidget({
    element: "inspector",
    data: {
      ...data,
      bytes: Buffer.from(gzipSync(data.bytes, { level: 9 })).toString("base64"),
    },
    drawing: inspectorDrawing(data, { digit: 0, layer: 0 }, figureWidth),
    hint:
      `Where scripts run, you can choose one of ${digits.length} digits and a layer.`,
  });
}
