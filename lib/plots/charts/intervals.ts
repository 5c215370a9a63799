/** Values with their confidence intervals. @module */
import type { Data } from "plotly.js-dist";
import { errorBars } from "../error_bars.ts";
import type { Figure } from "../figure.ts";
import { axis, baseLayout, colours, greys, percentTicks } from "../theme.ts";

/** A value and its confidence interval. */
export interface Interval {
  /** Stands beside the row. */
  readonly name: string;
  /** For example the mean over several seeds. */
  readonly value: number;
  /** Lower end of the interval. */
  readonly low: number;
  /** Upper end of the interval. */
  readonly high: number;
  /** The single results that the value summarizes, such as one per seed. */
  readonly results?: readonly number[];
}

/**
 * Draws one row per value: a point with its interval, and the single results as
 * small rings.
 */
export function intervalFigure(
  intervals: readonly Interval[],
  { heading, axisTitle, logarithmic }: {
    heading: string;
    axisTitle: string;
    /** The ends of a logarithmic axis, for figures that share one. */
    logarithmic?: readonly [low: number, high: number];
  },
): Figure {
  return {
    data: [resultRings(intervals), valuePoints(intervals)],
    layout: baseLayout({
      heading,
      height: 130 + 34 * intervals.length,
      showlegend: false,
      xaxis: axis(axisTitle, {
        ...logarithmic && {
          type: "log",
          range: logarithmic.map(Math.log10),
          tickvals: percentTicks,
        },
      }),
      yaxis: axis("", {
        categoryorder: "array",
        categoryarray: intervals.map(({ name }) => name),
        autorange: "reversed",
        automargin: true,
      }),
    }),
    alt: `${heading}: ${
      intervals.map(({ name, value, low, high }) =>
        `${name} ${value.toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)})`
      ).join("; ")
    }`,
  };
}

/** A ring for each single result. */
function resultRings(intervals: readonly Interval[]): Data {
  return {
    type: "scatter",
    mode: "markers",
    x: intervals.flatMap(({ results }) => results ?? []),
    y: intervals.flatMap(({ name, results }) =>
      (results ?? []).map(() => name)
    ),
    marker: { symbol: "circle-open", size: 7, color: greys.muted },
    hovertemplate: "%{x:.2f}<extra>one run</extra>",
  };
}

/** A point with its interval for each value. */
function valuePoints(intervals: readonly Interval[]): Data {
  return {
    type: "scatter",
    mode: "markers",
    x: intervals.map(({ value }) => value),
    y: intervals.map(({ name }) => name),
    marker: { color: colours.blue, size: 10 },
    error_x: {
      ...errorBars({
        above: intervals.map(({ value, high }) => high - value),
        below: intervals.map(({ value, low }) => value - low),
      }, { color: colours.blue, thickness: 2 }),
      // A ring at the end needs no cap
      ...intervals.some(({ results }) => results) && { width: 0 },
    },
    hovertemplate: "%{y}: %{x:.3f}<extra></extra>",
  };
}
