/** The results of a hyperparameter search. @module */
import type { Annotation, Data } from "plotly.js-dist";
import type { Figure } from "../figure.ts";
import { requireSome } from "../require_some.ts";
import { axisSuffix } from "../subplots.ts";
import { axis, baseLayout, colours, greys } from "../theme.ts";

/** A setting of hyperparameters and its result. */
export interface HyperparameterResult {
  /** Hyperparameters by name; every result has the same names. */
  readonly varied: Readonly<Record<string, unknown>>;
  /** For example the mean accuracy; larger is better. */
  readonly value: number;
}

/** Panels per row. */
const COLUMNS = 3;
const PANEL_HEIGHT = 250;
const EDGES = 130;
/** Values this many times apart, such as rates from 0.001 to 0.1, need a logarithmic axis. */
const LOGARITHMIC_FROM = 20;

/**
 * Draws the results against each hyperparameter in a panel of its own, one point
 * per setting. All panels have the same scale; the best setting is filled.
 *
 * @throws {RangeError} If there is no result, or no hyperparameter varies
 */
export function hyperparameterFigure(
  results: readonly HyperparameterResult[],
  { heading, axisTitle }: { heading: string; axisTitle: string },
): Figure {
  const keys = Object.keys(results[0]?.varied ?? {});
  requireSome(keys, "hyperparameters");
  const columns = Math.min(COLUMNS, keys.length);
  const rows = Math.ceil(keys.length / columns);
  const range = rangeOf(results);
  return {
    data: keys.map((key, k) => panelTrace(results, key, axisSuffix(k))),
    layout: baseLayout({
      heading,
      height: EDGES + PANEL_HEIGHT * rows,
      showlegend: false,
      grid: {
        rows,
        columns,
        pattern: "independent",
        xgap: 0.12,
        ygap: 0.35,
      },
      ...Object.fromEntries(keys.flatMap((key, k) => {
        const suffix = axisSuffix(k);
        const isFirst = k % columns === 0;
        return [
          [
            `xaxis${suffix}`,
            axis(key, {
              ...scaleOf(valuesOf(results, key)),
              anchor: `y${suffix}`,
            }),
          ],
          [
            `yaxis${suffix}`,
            axis(isFirst ? axisTitle : "", {
              range,
              anchor: `x${suffix}`,
              showticklabels: isFirst,
            }),
          ],
        ];
      })),
      annotations: [legend],
    }),
    alt: `${heading}: ${inWords(results, keys)}`,
  };
}

/** Stands above the panels, on the right. */
const legend: Partial<Annotation> = {
  xref: "paper",
  yref: "paper",
  x: 1,
  y: 1,
  yshift: 24,
  xanchor: "right",
  showarrow: false,
  text: "filled: the best",
  font: { color: greys.muted },
};

/** The results against one hyperparameter. */
function panelTrace(
  results: readonly HyperparameterResult[],
  key: string,
  suffix: string,
): Data {
  const best = bestOf(results);
  return {
    type: "scatter",
    mode: "markers",
    x: valuesOf(results, key).map(shown),
    y: results.map(({ value }) => value),
    xaxis: `x${suffix}` as "x",
    yaxis: `y${suffix}` as "y",
    marker: {
      size: 9,
      color: results.map((result) =>
        result === best ? colours.vermillion : colours.blue
      ),
      symbol: results.map((result) =>
        result === best ? "circle" : "circle-open"
      ),
    },
    hovertemplate: "%{x}: %{y:.3f}<extra></extra>",
  };
}

function inWords(
  results: readonly HyperparameterResult[],
  keys: readonly string[],
): string {
  const [lowest, highest] = extremes(results);
  const { varied } = bestOf(results);
  return `${results.length} settings from ${lowest.toFixed(2)} to ${
    highest.toFixed(2)
  }, the best with ${
    keys.map((key) => `${key} ${shown(varied[key])}`).join(", ")
  }`;
}

/** The result with the largest value, the first of several. */
function bestOf(
  results: readonly HyperparameterResult[],
): HyperparameterResult {
  const [, highest] = extremes(results);
  return results.find(({ value }) => value === highest)!;
}

function extremes(
  results: readonly HyperparameterResult[],
): [lowest: number, highest: number] {
  const values = results.map(({ value }) => value);
  return [Math.min(...values), Math.max(...values)];
}

/** The range of the values' axes, with some room at both ends. */
function rangeOf(results: readonly HyperparameterResult[]): [number, number] {
  const [lowest, highest] = extremes(results);
  const room = 0.05 * (highest - lowest) || 1;
  return [lowest - room, highest + room];
}

function valuesOf(
  results: readonly HyperparameterResult[],
  key: string,
): unknown[] {
  return results.map(({ varied }) => varied[key]);
}

/** The scale of a hyperparameter's axis: of names, logarithmic, or linear. */
function scaleOf(values: readonly unknown[]): object {
  if (!values.every((value) => typeof value === "number")) {
    return { type: "category" };
  }
  const distinct = [...new Set(values)];
  const few = distinct.length <= 4 && { tickmode: "array", tickvals: distinct };
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return low > 0 && high / low >= LOGARITHMIC_FROM
    ? { type: "log", dtick: 1, exponentformat: "power", ...few }
    : { nticks: 5, ...few };
}

/** A value as plotly's axes take it: a number or a text. */
function shown(value: unknown): number | string {
  if (typeof value === "number" || typeof value === "string") return value;
  return JSON.stringify(value ?? null);
}
