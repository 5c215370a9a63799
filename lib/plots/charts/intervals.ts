/** Values with their confidence intervals. @module */
import type { Figure } from "../figure.ts";
import { axis, baseLayout, colours, greys } from "../theme.ts";

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

/** 1, 2 and 5 in each decade. */
const logarithmicTicks = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100];

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
  const names = intervals.map(({ name }) => name);
  return {
    data: [
      {
        type: "scatter",
        mode: "markers",
        x: intervals.flatMap(({ results }) => results ?? []),
        y: intervals.flatMap(({ name, results }) =>
          (results ?? []).map(() => name)
        ),
        marker: { symbol: "circle-open", size: 7, color: greys.muted },
        hovertemplate: "%{x:.2f}<extra>one run</extra>",
      },
      {
        type: "scatter",
        mode: "markers",
        x: intervals.map(({ value }) => value),
        y: names,
        marker: { color: colours.blue, size: 10 },
        error_x: {
          type: "data",
          symmetric: false,
          array: intervals.map(({ value, high }) => high - value),
          arrayminus: intervals.map(({ value, low }) => value - low),
          color: colours.blue,
          thickness: 2,
          // A ring at the end needs no cap
          ...intervals.some(({ results }) => results) && { width: 0 },
        },
        hovertemplate: "%{y}: %{x:.3f}<extra></extra>",
      },
    ],
    layout: baseLayout({
      heading,
      height: 130 + 34 * intervals.length,
      showlegend: false,
      xaxis: axis(axisTitle, {
        ...logarithmic && {
          type: "log",
          range: logarithmic.map(Math.log10),
          tickvals: logarithmicTicks,
        },
      }),
      yaxis: axis("", {
        categoryorder: "array",
        categoryarray: names,
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
