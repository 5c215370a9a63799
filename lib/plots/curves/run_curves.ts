/** Whole runs beside each other: both losses and the errors, epoch by epoch. @module */
import type { Figure } from "../figure.ts";
import { requireSome } from "../require_some.ts";
import {
  axis,
  baseLayout,
  dashes,
  lossRange,
  lossTicks,
  palette,
} from "../theme.ts";

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

const PANELS = [
  { title: "training loss", of: "trainLoss", format: ".4f" },
  { title: "test loss", of: "testLoss", format: ".4f" },
  { title: "test images read wrong, %", of: "errors", format: ".2f" },
] as const;

/** 1, 2 and 5 in each decade. */
const errorTicks = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100];

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
  const gap = 0.085;
  const width = (1 - gap * (PANELS.length - 1)) / PANELS.length;
  const number = (k: number) => k === 0 ? "" : String(k + 1);
  const named = (title: string) => title.replace("test", set);
  return {
    data: PANELS.flatMap(({ of, format }, panel) =>
      runs.map((run, k) => ({
        type: "scatter" as const,
        mode: "lines+markers" as const,
        name: run.name,
        legendgroup: run.name,
        showlegend: panel === 0,
        x: run[of].map((_, epoch) => epoch + 1),
        y: run[of].map((value) => Number(value.toPrecision(6))),
        xaxis: `x${number(panel)}` as "x",
        yaxis: `y${number(panel)}` as "y",
        line: {
          color: palette[k % palette.length],
          dash: dashes[k % dashes.length],
          width: 2,
        },
        marker: { size: 4 },
        hovertemplate: `epoch %{x}: %{y:${format}}`,
      }))
    ),
    layout: baseLayout({
      heading,
      width: 1080,
      height: 420,
      ...Object.fromEntries(PANELS.flatMap(({ title, of }, panel) => {
        const from = panel * (width + gap);
        const values = runs.flatMap((run) => run[of]);
        return [
          [
            `xaxis${number(panel)}`,
            axis("epoch", {
              domain: [from, from + width],
              anchor: `y${number(panel)}`,
              range: [0.5, epochs + 0.5],
              ...(epochs <= 10 && { dtick: 1 }),
            }),
          ],
          [
            `yaxis${number(panel)}`,
            axis(named(title), {
              type: "log",
              anchor: `x${number(panel)}`,
              ...of === "errors"
                ? { tickvals: errorTicks }
                : { tickvals: lossTicks, range: lossRange(values) },
            }),
          ],
        ];
      })),
      legend: { orientation: "h", x: 0, y: -0.2, yanchor: "top" },
      margin: { l: 64, r: 16, t: 56, b: 64 + 20 * Math.ceil(runs.length / 3) },
    }),
    alt: `${heading}: after the last epoch: ${
      runs.map(({ name, trainLoss, testLoss, errors }) =>
        `${name} training loss ${trainLoss.at(-1)?.toPrecision(3)}, ` +
        `${set} loss ${testLoss.at(-1)?.toPrecision(3)}, ` +
        `${errors.at(-1)?.toFixed(2)} % of the ${set} images wrong`
      ).join("; ")
    }`,
  };
}
