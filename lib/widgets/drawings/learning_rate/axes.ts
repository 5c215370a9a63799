/** The axes of the error curves. @module */
import { greys } from "../../../plots/theme.ts";
import { line, text } from "../svg.ts";

/** The curves' area from top to bottom, and the drawing's height, in CSS pixels. */
export const [top, bottom, height] = [58, 274, 320];

/** The lower end of the logarithmic axis. */
const smallest = 1e-5;

/** Where the curves lie, in CSS pixels. */
export interface PlotArea {
  readonly left: number;
  readonly right: number;
  readonly iterations: number;
  /** The largest error on the axis. */
  readonly highest: number;
  readonly x: (iteration: number) => number;
  readonly y: (E: number) => number;
}

/** An area that holds all curves. */
export function plotArea(
  curves: readonly (readonly number[])[],
  { iterations, logarithmic, width }: {
    readonly iterations: number;
    readonly logarithmic: boolean;
    readonly width: number;
  },
): PlotArea {
  const [left, right] = [76, width - 38];
  const largest = Math.max(0.25, ...curves.flat());
  const highest = logarithmic ? 1 : Math.ceil(largest * 20) / 20;
  const share = (E: number) =>
    logarithmic
      ? 1 - Math.log10(Math.max(E, smallest)) / Math.log10(smallest)
      : E / highest;
  return {
    left,
    right,
    iterations,
    highest,
    x: (iteration) => left + (right - left) * iteration / iterations,
    y: (E) => bottom - (bottom - top) * share(E),
  };
}

/** A line and a number for each mark of the vertical axis. */
export function errorAxis(
  { left, right, highest, y }: PlotArea,
  logarithmic: boolean,
): string[] {
  const marks = logarithmic
    ? [1, 0.1, 0.01, 0.001, 0.0001, 0.00001]
    : [0, 1, 2, 3, 4, 5].map((k) => k * highest / 5);
  return marks.map((mark) =>
    line(left, y(mark), right, y(mark)) +
    text(left - 8, y(mark) + 4, String(Number(mark.toPrecision(4))), {
      "text-anchor": "end",
      "font-size": 12,
    })
  );
}

/**
 * A tick with its number for each step.
 *
 * @param step In iterations
 */
export function iterationAxis(
  { left, right, iterations, x }: PlotArea,
  step: number,
): string[] {
  const last = Math.round(iterations / step);
  const ticks = Array.from(
    { length: last + 1 },
    (_, k) => Math.round(k * step),
  );
  return [
    ...ticks.map((tick, k) =>
      line(x(tick), bottom, x(tick), bottom + 4, { stroke: greys.muted }) +
      text(x(tick), bottom + 18, String(tick), {
        "text-anchor": k === last ? "end" : "middle",
        "font-size": 12,
      })
    ),
    line(left, bottom, right, bottom, { stroke: greys.muted }),
    text((left + right) / 2, height - 8, "iteration", {
      "text-anchor": "middle",
    }),
    text(0, 0, "error E", {
      "text-anchor": "middle",
      transform: `translate(12 ${(top + bottom) / 2}) rotate(-90)`,
    }),
  ];
}
