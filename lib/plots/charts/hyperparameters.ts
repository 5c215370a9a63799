/** The results of a hyperparameter search. @module */
import type { Figure } from "../figure.ts";
import { requireSome } from "../require_some.ts";
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
  const values = results.map(({ value }) => value);
  const best = results[values.indexOf(Math.max(...values))];
  const columns = Math.min(COLUMNS, keys.length);
  const rows = Math.ceil(keys.length / columns);
  const margin = 0.05 * (Math.max(...values) - Math.min(...values)) || 1;
  const range = [Math.min(...values) - margin, Math.max(...values) + margin];
  const axes = keys.map((key, index) => {
    const suffix = index === 0 ? "" : `${index + 1}`;
    const seen = results.map(({ varied }) => varied[key]);
    const first = index % columns === 0;
    return {
      suffix,
      seen: seen.map(shown),
      x: axis(key, { ...scaleOf(seen), anchor: `y${suffix}` }),
      y: axis(first ? axisTitle : "", {
        range,
        anchor: `x${suffix}`,
        showticklabels: first,
      }),
    };
  });
  return {
    data: axes.map(({ seen, suffix }) => ({
      type: "scatter",
      mode: "markers",
      x: seen,
      y: values,
      xaxis: `x${suffix}`,
      yaxis: `y${suffix}`,
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
    })),
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
      ...Object.fromEntries(axes.flatMap(({ suffix, x, y }) => [
        [`xaxis${suffix}`, x],
        [`yaxis${suffix}`, y],
      ])),
      annotations: [{
        xref: "paper",
        yref: "paper",
        x: 1,
        y: 1,
        yshift: 24,
        xanchor: "right",
        showarrow: false,
        text: "filled: the best",
        font: { color: greys.muted },
      }],
    }),
    alt:
      `${heading}: ${results.length} settings from ${
        Math.min(...values).toFixed(2)
      } to ${Math.max(...values).toFixed(2)}, the best with ` +
      keys.map((key) => `${key} ${shown(best.varied[key])}`).join(", "),
  };
}

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
