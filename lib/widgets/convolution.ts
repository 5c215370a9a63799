/** Convolution by hand: a window that slides, and a kernel to edit. @module */
import type { Displayable } from "../jupyter/displayable.ts";
import { figureWidth } from "../plots/theme.ts";
import type { GreyImage } from "./drawings/convolution.ts";
import { kernelEditorDrawing } from "./drawings/kernel_editor.ts";
import {
  filledUntil,
  slidingWindowDrawing,
  startPlace,
} from "./drawings/sliding_window.ts";
import { createWidget } from "./widget.ts";

/** Options of {@linkcode slidingWindowWidget} and {@linkcode kernelEditorWidget}. */
export interface ConvolutionOptions {
  /** Pixels from 0 to 255; at least 3 by 3. */
  readonly image: GreyImage;
  /** 9 weights row by row, or 3 rows of 3. */
  readonly kernel: ArrayLike<number> | readonly (readonly number[])[];
}

/**
 * A window of 3×3 pixels that slides over an image: the nine products of pixels and
 * weights, their sum, and the map that fills with the sums.
 *
 * @throws {RangeError} if the kernel has not 9 numbers, or the image is too small or
 * has not rows · columns pixels.
 */
export function slidingWindowWidget(options: ConvolutionOptions): Displayable {
  const data = checked(options);
  const place = startPlace(data.image);
  const filled = filledUntil(data.image, place);
  return createWidget({
    element: "sliding_window",
    data,
    drawing: slidingWindowDrawing(data, { ...place, filled }, figureWidth),
    hint: "Where scripts run, the window moves by arrow keys or pointer.",
  });
}

/**
 * The weights of a 3×3 kernel as number fields, presets, and the map of an image
 * that follows them.
 *
 * @throws {RangeError} as {@linkcode slidingWindowWidget} does.
 */
export function kernelEditorWidget(options: ConvolutionOptions): Displayable {
  const data = checked(options);
  return createWidget({
    element: "kernel_editor",
    data,
    drawing: kernelEditorDrawing(data, data.kernel, figureWidth),
    hint: "Where scripts run, the weights can be edited and the map follows.",
  });
}

function checked(
  { image: { pixels, rows, columns }, kernel }: ConvolutionOptions,
): { image: GreyImage; kernel: number[] } {
  const weights = Array.from<number | readonly number[]>(kernel).flat();
  if (weights.length !== 9 || !weights.every(Number.isFinite)) {
    throw new RangeError(
      `Cannot make a widget: kernel must be 9 finite numbers: current value is [${weights}]`,
    );
  }
  if (!(rows >= 3 && columns >= 3 && pixels.length === rows * columns)) {
    throw new RangeError(
      `Cannot make a widget: image must be at least 3×3, of rows · columns pixels: current value is ${rows}×${columns}, ${pixels.length} pixels`,
    );
  }
  const image = { pixels: Array.from(pixels), rows, columns };
  return { image, kernel: weights };
}
