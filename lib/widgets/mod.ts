/**
 * Widgets: web components that readers move with mouse, finger or keyboard.
 *
 * ```ts
 * import { example, initialWeights } from "../backprop/mod.ts";
 * import { show } from "../jupyter/mod.ts";
 * import { learningRateWidget } from "./mod.ts";
 *
 * const network = { weights: initialWeights, example };
 * await show(learningRateWidget({ ...network, iterations: 100, rate: 2 }));
 * ```
 *
 * To add one:
 *
 * 1. `drawings/NAME.ts`: a pure function from data, state and width to a `Drawing`.
 *    Every number that the widget shows is computed here, with the library's own
 *    functions; it may import from lib what needs neither Deno nor npm.
 * 2. `elements/NAME.ts`: a default-exported class that extends `WidgetElement`. It
 *    builds the controls in `start()`, keeps the state, and calls `changed()`.
 * 3. `NAME.ts`: a function that checks its options and returns `createWidget(…)`
 *    with the start state's drawing. Export it here.
 * 4. `tests/widgets/NAME_test.ts` for the numbers, and a step in
 *    `tests/widgets/browser.ts` that moves the controls.
 *
 * @module
 */
export type { Displayable } from "../jupyter/displayable.ts";
export {
  type LearningRateOptions,
  learningRateWidget,
} from "./learning_rate.ts";
export {
  type ConvolutionOptions,
  kernelEditorWidget,
  slidingWindowWidget,
} from "./convolution.ts";
export { type InspectorOptions, inspectorWidget } from "./inspector.ts";
export type { InspectedDigit, NamedMaps } from "./inspector/pack.ts";
export { type DigitPadOptions, digitPadWidget } from "./digit_pad.ts";
export type { Grid } from "./drawings/grid.ts";
export type { GreyImage } from "./drawings/convolution.ts";
export { type SoftmaxOptions, softmaxWidget } from "./softmax.ts";
