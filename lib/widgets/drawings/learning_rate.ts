/** The error curve of one learning rate, before the curves of others. @module */
import { type ErrorCurve, errorCurves } from "../../backprop/training.ts";
import type { Example, Weights } from "../../backprop/network.ts";
import { colours, greys } from "../../plots/theme.ts";
import {
  errorAxis,
  height,
  iterationAxis,
  type PlotArea,
  plotArea,
} from "./learning_rate/axes.ts";
import {
  type Attributes,
  type Drawing,
  drawing,
  heading,
  line,
  polyline,
  tag,
  text,
} from "./svg.ts";

/** The network and how long it trains. */
export interface LearningRateData {
  /** Initial weights. */
  readonly weights: Weights;
  /** What the network learns. */
  readonly example: Example;
  /** Updates; the curve has one point more. */
  readonly iterations: number;
  /** η at the start. */
  readonly rate: number;
}

/** What the controls set. */
export interface LearningRateState {
  /** η. */
  readonly rate: number;
  /** Whether E stands on a logarithmic axis. */
  readonly logarithmic: boolean;
}

const mantissas = [
  ...[1, 1.1, 1.2, 1.4, 1.6, 1.8, 2, 2.2, 2.5, 2.8],
  ...[3, 3.5, 4, 4.5, 5, 5.5, 6, 7, 8, 9],
];

/** The slider's rates: 20 round numbers in each decade from 0.01 to 100, and `rate`. */
export function sliderRates(rate: number): number[] {
  const rates = [0.01, 0.1, 1, 10].flatMap((decade) =>
    mantissas.map((mantissa) => Number((decade * mantissa).toPrecision(2)))
  );
  return [...new Set([...rates, 100, rate])].sort((a, b) => a - b);
}

/** Least distance of two labels' baselines, in CSS pixels. */
const labelHeight = 12;

/**
 * Draws E against the iteration at the rate of `state`.
 *
 * @param others Curves that stay, in grey
 * @param width In CSS pixels
 */
export function learningRateDrawing(
  data: LearningRateData,
  state: LearningRateState,
  others: readonly ErrorCurve[],
  width: number,
): Drawing {
  const { iterations } = data;
  const { rate, logarithmic } = state;
  const [{ errors }] = errorCurves(data, [rate]);
  const last = errors[iterations];
  const isNarrow = width < 420;
  const curves = [errors, ...others.map((other) => other.errors)];
  const area = plotArea(curves, { iterations, logarithmic, width });
  const { x, y, right } = area;
  const curve = (values: readonly number[], style: Attributes) =>
    polyline(values.map((E, k) => [x(k), y(E)] as const), style);
  return drawing(
    width,
    height,
    `At η = ${rate}, E goes from ${errors[0].toFixed(4)} to ${
      formatError(last)
    } in ${iterations} iterations.`,
    [
      heading("Error while training"),
      text(0, 40, `η = ${rate}`, { "font-weight": 600, fill: colours.blue }),
      text(
        right,
        40,
        `${isNarrow ? "final E" : `E after ${iterations} iterations`}: ${
          formatError(last)
        }`,
        { "font-weight": 600, "text-anchor": "end", fill: colours.blue },
      ),
      ...errorAxis(area, logarithmic),
      ...iterationAxis(area, iterations / (isNarrow ? 2 : 5)),
      ...others.map(({ errors }) =>
        curve(errors, { "stroke-width": 1.5, stroke: grey })
      ),
      ...endLabels(others, area),
      curve(errors, { "stroke-width": 3, stroke: colours.blue }),
      tag("circle", {
        cx: x(iterations),
        cy: y(last),
        r: 4.5,
        fill: colours.blue,
      }),
    ],
  );
}

/** The colour of the other curves. */
const grey = "#c4c4c4";

/** The rates of the curves at their right ends, moved apart where ends are close. */
function endLabels(
  curves: readonly ErrorCurve[],
  { right, y }: PlotArea,
): string[] {
  const labels = curves.map(({ learningRate, errors }) => {
    const end = y(errors[errors.length - 1]);
    return { learningRate, end, at: end };
  }).sort((a, b) => b.end - a.end);
  for (let k = 1; k < labels.length; k++) {
    labels[k].at = Math.min(labels[k].end, labels[k - 1].at - labelHeight);
  }
  return labels.map(({ learningRate, end, at }) =>
    line(right, end, right + 12, at, { stroke: grey }) +
    text(right + 15, at + 4, String(learningRate), {
      "font-size": 11,
      fill: greys.muted,
    })
  );
}

/** E with four decimals, small ones in scientific notation. */
export function formatError(E: number): string {
  return E === 0 || E >= 0.001 ? E.toFixed(4) : E.toExponential(2);
}
