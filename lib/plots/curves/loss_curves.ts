/** Losses of several runs, to compare. @module */
import type { Figure } from "../figure.ts";
import { requireSome } from "../require_some.ts";
import {
  axis,
  baseLayout,
  colours,
  dashes,
  lossRange,
  lossTicks,
  palette,
} from "../theme.ts";

/** A run above this loss has diverged: its curve leaves the figure at the top. */
const highestLoss = 10;

/**
 * Draws the training loss at each step as a moving average, one curve per run.
 * A curve ends at the first loss that is infinite or NaN.
 *
 * @param runs The loss at each step, by the name of the run
 * @throws {RangeError} If `runs` is empty
 */
export function lossCurves(
  runs: Readonly<Record<string, readonly number[]>>,
  { heading, window = 10 }: {
    heading: string;
    /** Steps that are averaged. Default: 10. */
    window?: number;
  },
): Figure {
  const names = Object.keys(runs);
  requireSome(names, "loss curves");
  const curves = Object.values(runs).map((losses) => smoothed(losses, window));
  const within = curves.flat().filter((loss) => loss <= highestLoss);
  const [lowest, highest] = [Math.min(1, ...within), Math.max(1, ...within)];
  return {
    data: curves.map((y, k) => ({
      type: "scatter",
      mode: "lines",
      name: names[k],
      x: y.map((_, step) => step + 1),
      y,
      line: {
        color: palette[k % palette.length],
        dash: dashes[k % dashes.length],
        width: 2,
      },
      hovertemplate: "step %{x}: %{y:.3f}",
    })),
    layout: baseLayout({
      heading,
      height: 380,
      xaxis: axis("step"),
      yaxis: axis(
        `training loss${window > 1 ? `, mean of ${window} steps` : ""}`,
        {
          type: "log",
          tickvals: lossTicks,
          range: [Math.log10(0.9 * lowest), Math.log10(1.1 * highest)],
        },
      ),
    }),
    alt: `${heading}: training loss of the last ${
      window === 1 ? "step" : `${window} steps`
    }: ${
      curves.map((curve, k) => `${names[k]} ${curve.at(-1)?.toPrecision(3)}`)
        .join(", ")
    }`,
  };
}

/**
 * Draws the training and the test loss after each epoch, one panel per run.
 *
 * @param runs Both losses after each epoch, by the name of the run
 * @throws {RangeError} If `runs` is empty
 */
export function trainAndTestPanels(
  runs: Readonly<
    Record<string, { training: readonly number[]; test: readonly number[] }>
  >,
  { heading }: { heading: string },
): Figure {
  const entries = Object.entries(runs);
  requireSome(entries, "panels of losses");
  const all = entries.flatMap(([, { training, test }]) => [training, test]);
  const epochs = Math.max(...all.map(({ length }) => length));
  const gap = 0.05;
  const width = (1 - gap * (entries.length - 1)) / entries.length;
  const from = (k: number) => k * (width + gap);
  const number = (k: number) => k === 0 ? "" : String(k + 1);
  return {
    data: entries.flatMap(([, losses], k) =>
      (["training", "test"] as const).map((set) => ({
        type: "scatter" as const,
        mode: "lines+markers" as const,
        name: `${set} loss`,
        showlegend: k === 0,
        x: losses[set].map((_, epoch) => epoch + 1),
        y: [...losses[set]],
        xaxis: `x${number(k)}` as "x",
        yaxis: "y" as const,
        line: { color: set === "test" ? colours.vermillion : colours.sky },
        marker: { symbol: set === "test" ? "diamond" : "circle", size: 6 },
        hovertemplate: "epoch %{x}: %{y:.4f}",
      }))
    ),
    layout: baseLayout({
      heading,
      height: 360,
      yaxis: axis("loss", {
        type: "log",
        tickvals: lossTicks,
        range: lossRange(all.flat()),
      }),
      ...Object.fromEntries(
        entries.map((_, k) => [
          `xaxis${number(k)}`,
          axis("epoch", {
            domain: [from(k), from(k) + width],
            range: [0.5, epochs + 0.5],
            ...(epochs <= 10 && { dtick: 1 }),
          }),
        ]),
      ),
      annotations: entries.map(([name], k) => ({
        text: name,
        x: from(k) + width / 2,
        y: 1,
        xref: "paper",
        yref: "paper",
        xanchor: "center",
        yanchor: "bottom",
        showarrow: false,
      })),
      legend: { orientation: "h", x: 0, y: -0.22, yanchor: "top" },
      margin: { l: 64, r: 16, t: 72, b: 84 },
    }),
    alt: `${heading}: loss after the last epoch: ${
      entries.map(([name, { training, test }]) =>
        `${name} training ${training.at(-1)?.toPrecision(3)}, test ${
          test.at(-1)?.toPrecision(3)
        }`
      ).join("; ")
    }`,
  };
}

/** The mean of each loss and up to `window` − 1 losses before it. */
function smoothed(losses: readonly number[], window: number): number[] {
  const end = losses.findIndex((loss) => !Number.isFinite(loss));
  return losses.slice(0, end < 0 ? losses.length : end).map((_, k) => {
    const part = losses.slice(Math.max(0, k + 1 - window), k + 1);
    const mean = part.reduce((sum, loss) => sum + loss, 0) / part.length;
    return Number(mean.toPrecision(5));
  });
}
