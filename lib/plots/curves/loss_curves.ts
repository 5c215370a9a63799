/** Losses of several runs, to compare. @module */
import type { Figure } from "../figure.ts";
import { requireSome } from "../require_some.ts";
import { axis, baseLayout, dashes, lossTicks, palette } from "../theme.ts";
import { band, meanAndRange } from "./mean_and_range.ts";

/** A run above this loss has diverged: its curve leaves the figure at the top. */
const highestLoss = 10;

/** The loss at each step of one run, or of several with different seeds. */
export type Losses = readonly number[] | readonly (readonly number[])[];

/**
 * Draws the training loss at each step as a moving average, one curve per name.
 * Several runs under one name are a curve of their mean, in a band of their range. A
 * curve ends at the first loss that is infinite or NaN.
 *
 * @throws {RangeError} If `runs` is empty
 */
export function lossCurves(
  runs: Readonly<Record<string, Losses>>,
  { heading, window = 10, colourOf, range }: {
    heading: string;
    /** Steps that are averaged. Default: 10. */
    window?: number;
    /** A name's place among the colours and dashes, for figures that share them. Default: its order. */
    colourOf?: (name: string) => number;
    /** The ends of the axis, for figures that share them. Default: around all losses. */
    range?: readonly [low: number, high: number];
  },
): Figure {
  const names = Object.keys(runs);
  requireSome(names, "loss curves");
  const curves = Object.values(runs).map((losses) => {
    const each = areSeveral(losses) ? losses : [losses];
    return {
      several: each.length > 1,
      ...meanAndRange(each.map((one) => smoothed(one, window))),
    };
  });
  const within = curves.flatMap(({ low, high }) => [...low, ...high])
    .filter((loss) => loss <= highestLoss);
  const [low, high] = range ??
    [0.9 * Math.min(1, ...within), 1.1 * Math.max(1, ...within)];
  const steps = (values: readonly number[]) => values.map((_, k) => k + 1);
  const place = (k: number) => colourOf?.(names[k]) ?? k;
  const colour = (k: number) => palette[place(k) % palette.length];
  return {
    data: [
      ...curves.flatMap((curve, k) =>
        curve.several ? [band(steps(curve.mean), curve, colour(k))] : []
      ),
      ...curves.map(({ mean }, k) => ({
        type: "scatter" as const,
        mode: "lines" as const,
        name: names[k],
        x: steps(mean),
        y: [...mean],
        line: {
          color: colour(k),
          dash: dashes[place(k) % dashes.length],
          width: 2,
        },
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
          range: [Math.log10(low), Math.log10(high)],
        },
      ),
    }),
    alt: `${heading}: training loss of the last ${
      window === 1 ? "step" : `${window} steps`
    }: ${
      curves.map(({ mean }, k) => `${names[k]} ${mean.at(-1)?.toPrecision(3)}`)
        .join(", ")
    }`,
  };
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
