/** Losses of several runs, to compare. @module */
import type { Data } from "plotly.js-dist";
import type { Figure } from "../figure.ts";
import { requireSome } from "../require_some.ts";
import { axis, baseLayout, lineStyle, lossTicks } from "../theme.ts";
import { countedFromOne } from "./epoch_axis.ts";
import { band, type MeanAndRange, meanAndRange } from "./mean_and_range.ts";

/** A run above this loss has diverged: its curve leaves the figure at the top. */
const highestLoss = 10;

/** The loss at each step of one run, or of several with different seeds. */
export type Losses = readonly number[] | readonly (readonly number[])[];

/** How {@linkcode lossCurves} draws. */
export interface LossCurvesOptions {
  /** Title of the figure. */
  readonly heading: string;
  /** Steps that are averaged. Default: 10. */
  readonly window?: number;
  /** A name's place among the colours and dashes, for figures that share them. Default: its order. */
  readonly colourOf?: (name: string) => number;
  /** The ends of the axis, for figures that share them. Default: around all losses. */
  readonly range?: readonly [low: number, high: number];
}

/** A name's curve. */
interface Curve extends MeanAndRange {
  readonly name: string;
  /** Whether it is the mean of several runs. */
  readonly isMean: boolean;
}

/**
 * Draws the training loss at each step as a moving average, one curve per name.
 * Several runs under one name are a curve of their mean, in a band of their range. A
 * curve ends at the first loss that is infinite or NaN.
 *
 * @throws {RangeError} If `runs` is empty
 */
export function lossCurves(
  runs: Readonly<Record<string, Losses>>,
  { heading, window = 10, colourOf, range }: LossCurvesOptions,
): Figure {
  const names = Object.keys(runs);
  requireSome(names, "loss curves");
  const curves = names.map((name) => curveOf(name, runs[name], window));
  const styles = names.map((name, k) => lineStyle(colourOf?.(name) ?? k));
  return {
    data: [
      ...curves.flatMap((curve, k) =>
        curve.isMean
          ? [band(countedFromOne(curve.mean), curve, styles[k].color)]
          : []
      ),
      ...curves.map(({ name, mean }, k): Data => ({
        type: "scatter",
        mode: "lines",
        name,
        x: countedFromOne(mean),
        y: [...mean],
        line: styles[k],
        hovertemplate: "step %{x}: %{y:.3f}",
      })),
    ],
    layout: baseLayout({
      heading,
      height: 380,
      xaxis: axis("step"),
      yaxis: axis(
        `training loss${window > 1 ? `, mean of ${window} steps` : ""}`,
        {
          type: "log",
          tickvals: lossTicks,
          range: (range ?? rangeOf(curves)).map(Math.log10),
        },
      ),
    }),
    alt: `${heading}: training loss of the last ${
      window === 1 ? "step" : `${window} steps`
    }: ${
      curves.map(({ name, mean }) => `${name} ${mean.at(-1)?.toPrecision(3)}`)
        .join(", ")
    }`,
  };
}

function curveOf(name: string, losses: Losses, window: number): Curve {
  const runs = areSeveral(losses) ? losses : [losses];
  const curves = runs.map((run) => smoothed(run, window));
  return { name, isMean: runs.length > 1, ...meanAndRange(curves) };
}

/** Around all losses but those of runs that have diverged. */
function rangeOf(curves: readonly Curve[]): [low: number, high: number] {
  const losses = curves.flatMap(({ low, high }) => [...low, ...high])
    .filter((loss) => loss <= highestLoss);
  return [0.9 * Math.min(1, ...losses), 1.1 * Math.max(1, ...losses)];
}

function areSeveral(
  losses: Losses,
): losses is readonly (readonly number[])[] {
  return Array.isArray(losses[0]);
}

/** The mean of each loss and up to `window` − 1 losses before it. */
function smoothed(losses: readonly number[], window: number): number[] {
  const end = losses.findIndex((loss) => !Number.isFinite(loss));
  return losses.slice(0, end < 0 ? losses.length : end).map((_, k) => {
    const part = losses.slice(Math.max(0, k + 1 - window), k + 1);
    return part.reduce((sum, loss) => sum + loss, 0) / part.length;
  });
}
