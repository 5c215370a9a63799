/** Whole runs beside each other: both losses and the errors, epoch by epoch. @module */
import type { Data, LayoutAxis } from "plotly.js-dist";
import type { Figure } from "../figure.ts";
import { requireSome } from "../require_some.ts";
import {
  axis,
  baseLayout,
  lineStyle,
  lossRange,
  lossTicks,
  percentTicks,
} from "../theme.ts";
import { countedFromOne, epochAxis } from "./epoch_axis.ts";
import { type PanelPlace, sideBySide } from "../subplots.ts";

/** One run, with a value for each epoch in each list. */
export interface RunCurves {
  /** Stands in the legend. */
  readonly name: string;
  /** Mean training loss. */
  readonly trainLoss: readonly number[];
  /** Mean loss on images that it does not learn from. */
  readonly testLoss: readonly number[];
  /** The share of those images that it reads wrong, in percent. */
  readonly errors: readonly number[];
}

/** What the panels show, from left to right. */
const QUANTITIES = [
  { title: "training loss", of: "trainLoss", format: ".4f" },
  { title: "test loss", of: "testLoss", format: ".4f" },
  { title: "test images read wrong, %", of: "errors", format: ".2f" },
] as const;

type Panel = typeof QUANTITIES[number] & PanelPlace;

/**
 * Draws three panels, one of each loss and one of the errors, with a curve for each
 * run. All axes are logarithmic, since the last epochs differ by little.
 *
 * @throws {RangeError} If there is no run
 */
export function runCurves(
  runs: readonly RunCurves[],
  { heading, set = "test" }: {
    heading: string;
    /** Which images the runs are scored on. Default: `test`. */
    set?: string;
  },
): Figure {
  requireSome(runs, "curves of runs");
  const epochs = Math.max(...runs.map(({ trainLoss }) => trainLoss.length));
  const panels = sideBySide(QUANTITIES.length, 0.085)
    .map((place, k): Panel => ({ ...place, ...QUANTITIES[k] }));
  return {
    data: panels.flatMap((panel) =>
      runs.map((run, k) => runTrace(run, k, panel))
    ),
    layout: baseLayout({
      heading,
      width: 1080,
      height: 420,
      ...Object.fromEntries(panels.flatMap((panel) => [
        [
          `xaxis${panel.suffix}`,
          epochAxis(epochs, {
            domain: panel.domain,
            anchor: `y${panel.suffix}`,
          }),
        ],
        [`yaxis${panel.suffix}`, valueAxis(runs, panel, set)],
      ])),
      legend: { orientation: "h", x: 0, y: -0.2, yanchor: "top" },
      margin: { l: 64, r: 16, t: 56, b: 64 + 20 * Math.ceil(runs.length / 3) },
    }),
    alt: `${heading}: after the last epoch: ${
      runs.map((run) => inWords(run, set)).join("; ")
    }`,
  };
}

/** The k-th run in one panel; the first panel's curves stand in the legend. */
function runTrace(
  run: RunCurves,
  k: number,
  { of, format, suffix }: Panel,
): Data {
  return {
    type: "scatter",
    mode: "lines+markers",
    name: run.name,
    legendgroup: run.name,
    showlegend: suffix === "",
    x: countedFromOne(run[of]),
    y: run[of].map((value) => Number(value.toPrecision(6))),
    xaxis: `x${suffix}` as "x",
    yaxis: `y${suffix}` as "y",
    line: lineStyle(k),
    marker: { size: 4 },
    hovertemplate: `epoch %{x}: %{y:${format}}`,
  };
}

function valueAxis(
  runs: readonly RunCurves[],
  { title, of, suffix }: Panel,
  set: string,
): Partial<LayoutAxis> {
  return axis(title.replace("test", set), {
    type: "log",
    anchor: `x${suffix}`,
    ...of === "errors" ? { tickvals: percentTicks } : {
      tickvals: lossTicks,
      range: lossRange(runs.flatMap((run) => run[of])),
    },
  });
}

function inWords(
  { name, trainLoss, testLoss, errors }: RunCurves,
  set: string,
): string {
  return `${name} training loss ${trainLoss.at(-1)?.toPrecision(3)}, ` +
    `${set} loss ${testLoss.at(-1)?.toPrecision(3)}, ` +
    `${errors.at(-1)?.toFixed(2)} % of the ${set} images wrong`;
}
