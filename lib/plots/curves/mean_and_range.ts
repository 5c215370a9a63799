/** The mean of several curves, and the range that they span. @module */
import type { Data } from "plotly.js-dist";

/** One value per step for each of these. */
export interface MeanAndRange {
  readonly mean: readonly number[];
  readonly low: readonly number[];
  readonly high: readonly number[];
}

/**
 * The mean, the lowest and the highest value at each step, up to the end of the
 * shortest curve.
 *
 * @param curves At least one, such as one per seed
 */
export function meanAndRange(
  curves: readonly (readonly number[])[],
): MeanAndRange {
  const steps = Math.min(...curves.map(({ length }) => length));
  const columns = Array.from(
    { length: steps },
    (_, step) => curves.map((curve) => curve[step]),
  );
  return {
    mean: columns.map((values) =>
      brief(values.reduce((sum, value) => sum + value, 0) / values.length)
    ),
    low: columns.map((values) => brief(Math.min(...values))),
    high: columns.map((values) => brief(Math.max(...values))),
  };
}

/** A shaded band from `low` to `high`, without an entry in the legend. */
export function band(
  x: readonly number[],
  { low, high }: MeanAndRange,
  colour: string,
): Data {
  return {
    type: "scatter",
    mode: "lines",
    x: [...x, ...x.toReversed()],
    y: [...high, ...low.toReversed()],
    fill: "toself",
    fillcolor: `${colour}2e`,
    line: { width: 0 },
    hoverinfo: "skip",
    showlegend: false,
  };
}

/** Five digits: more would not be visible, and swell the notebooks. */
function brief(value: number): number {
  return Number(value.toPrecision(5));
}
