/** The learning rate on a slider. @module */
import { errorCurves } from "../backprop/training.ts";
import type { Displayable } from "../jupyter/displayable.ts";
import { figureWidth } from "../plots/theme.ts";
import {
  type LearningRateData,
  learningRateDrawing,
} from "./drawings/learning_rate.ts";
import { createWidget } from "./widget.ts";

/** Options of {@linkcode learningRateWidget}. */
export type LearningRateOptions = LearningRateData;

/**
 * The error curve of the 2-2-2 network, with a slider for the learning rate from
 * 0.01 to 100. The curves of the exercise's six rates stay behind it in grey.
 *
 * @throws {RangeError} if `rate` is not positive, or `iterations` is not a positive
 * integer.
 */
export function learningRateWidget(options: LearningRateOptions): Displayable {
  const { rate, iterations } = options;
  if (!(rate > 0 && Number.isFinite(rate))) {
    throw new RangeError(
      `Cannot make a widget: rate must be a positive finite number: current value is ${rate}`,
    );
  }
  if (!(Number.isInteger(iterations) && iterations > 0)) {
    throw new RangeError(
      `Cannot make a widget: iterations must be a positive integer: current value is ${iterations}`,
    );
  }
  const others = errorCurves(options);
  return createWidget({
    element: "learning_rate",
    data: options,
    drawing: learningRateDrawing(
      options,
      { rate, logarithmic: false },
      others,
      figureWidth,
    ),
    hint: "Where scripts run, a slider changes η and the curve follows.",
  });
}
