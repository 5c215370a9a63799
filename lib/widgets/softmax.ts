/** Logits, temperature and probabilities. @module */
import type { Displayable } from "../jupyter/displayable.ts";
import { figureWidth } from "../plots/theme.ts";
import { softmaxDrawing } from "./drawings/softmax.ts";
import { createWidget } from "./widget.ts";

/** Options of {@linkcode softmaxWidget}. */
export interface SoftmaxOptions {
  /** `[classes]`. */
  readonly logits: ArrayLike<number>;
  /** A name for each class. */
  readonly labels: readonly (string | number)[];
  /** T, by which logits are divided. Default: 1. */
  readonly temperature?: number;
  /** The index of the right class: shows the cross-entropy and p − y. */
  readonly target?: number;
}

/**
 * Logits on sliders, a slider for the temperature, and the probabilities that
 * softmax makes of both.
 *
 * @throws {RangeError} if there are not as many labels as logits, a logit or the
 * temperature is out of range, or `target` is no index.
 */
export function softmaxWidget(options: SoftmaxOptions): Displayable {
  const logits = Array.from(options.logits);
  const labels = options.labels.map(String);
  const { temperature = 1, target } = options;
  if (logits.length === 0 || !logits.every(Number.isFinite)) {
    throw new RangeError(
      `Cannot make a widget: logits must be one or more finite numbers: current value is [${logits}]`,
    );
  }
  if (labels.length !== logits.length) {
    throw new RangeError(
      `Cannot make a widget: labels must be as many as logits, ${logits.length}: current value is ${labels.length}`,
    );
  }
  if (!(temperature > 0 && Number.isFinite(temperature))) {
    throw new RangeError(
      `Cannot make a widget: temperature must be a positive finite number: current value is ${temperature}`,
    );
  }
  if (target !== undefined && !(target in logits)) {
    throw new RangeError(
      `Cannot make a widget: target must be from 0 to ${
        logits.length - 1
      }: current value is ${target}`,
    );
  }
  const data = { logits, labels, temperature, target };
  return createWidget({
    element: "softmax",
    data,
    drawing: softmaxDrawing(data, data, figureWidth),
    hint:
      "Where scripts run, each logit and the temperature can be moved, and the probabilities follow.",
  });
}
