/** The error curve of one learning rate, before the curves of others. @module */
import { type ErrorCurve, errorCurves } from "../../backprop/training.ts";
import type { Example, Weights } from "../../backprop/network.ts";
import { colours, greys } from "../../plots/theme.ts";
import {
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

/** The lower end of the logarithmic axis. */
const smallest = 1e-5;

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
  const [first, last] = [errors[0], errors[iterations]];
  const height = 320;
  const left = 76, right = width - 38, top = 58, bottom = height - 46;
  const highest = Math.max(0.25, ...errors, ...others.flatMap((o) => o.errors));
  const high = logarithmic ? 1 : Math.ceil(highest * 20) / 20;
  const x = (iteration: number) =>
    left + (right - left) * iteration / iterations;
  const y = (E: number) =>
    bottom -
    (bottom - top) * (logarithmic
        ? 1 - Math.log10(Math.max(E, smallest)) / Math.log10(smallest)
        : E / high);
  const curve = (values: readonly number[], style: object) =>
    polyline(values.map((E, k) => [x(k), y(E)] as const), {
      "stroke-width": 1.5,
      stroke: "#c4c4c4",
      ...style,
    });
  const marks = logarithmic
    ? [1, 0.1, 0.01, 0.001, 0.0001, 0.00001]
    : [0, 1, 2, 3, 4, 5].map((k) => k * high / 5);
  const step = iterations / (width < 420 ? 2 : 5);
  const ticks = Array.from(
    { length: Math.round(iterations / step) + 1 },
    (_, k) => Math.round(k * step),
  );
  return drawing(
    width,
    height,
    `At η = ${rate}, E goes from ${first.toFixed(4)} to ${
      formatError(last)
    } in ${iterations} iterations.`,
    [
      heading("Error while training"),
      text(0, 40, `η = ${rate}`, { "font-weight": 600, fill: colours.blue }),
      text(
        right,
        40,
        `${width < 420 ? "final E" : `E after ${iterations} iterations`}: ${
          formatError(last)
        }`,
        { "font-weight": 600, "text-anchor": "end", fill: colours.blue },
      ),
      ...marks.map((mark) =>
        line(left, y(mark), right, y(mark)) +
        text(left - 8, y(mark) + 4, String(Number(mark.toPrecision(4))), {
          "text-anchor": "end",
          "font-size": 12,
        })
      ),
      ...ticks.map((tick, k) =>
        line(x(tick), bottom, x(tick), bottom + 4, { stroke: greys.muted }) +
        text(x(tick), bottom + 18, String(tick), {
          "text-anchor": k === ticks.length - 1 ? "end" : "middle",
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
      ...others.map(({ errors }) => curve(errors, {})),
      ...endLabels(others, y, right),
      curve(errors, { stroke: colours.blue, "stroke-width": 3 }),
      tag("circle", {
        cx: x(iterations),
        cy: y(last),
        r: 4.5,
        fill: colours.blue,
      }),
    ],
  );
}

/** The rates of the curves at their right ends, moved apart where ends are close. */
function endLabels(
  curves: readonly ErrorCurve[],
  y: (E: number) => number,
  right: number,
): string[] {
  const labels = curves.map(({ learningRate, errors }) => {
    const end = y(errors[errors.length - 1]);
    return { learningRate, end, at: end };
  }).sort((a, b) => b.end - a.end);
  for (let k = 1; k < labels.length; k++) {
    labels[k].at = Math.min(labels[k].end, labels[k - 1].at - labelHeight);
  }
  return labels.map(({ learningRate, end, at }) =>
    line(right, end, right + 12, at, { stroke: "#c4c4c4" }) +
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
