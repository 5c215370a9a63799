/** Loss and accuracy during training. @module */
import type { Data } from "plotly.js-dist";
import type { Figure } from "../figure.ts";
import { axis, baseLayout, colours, lossTicks } from "../theme.ts";

/** An epoch's results on the test set, or on the set that stands in for it. */
export interface EpochPoint {
  /** Counted from 1. */
  readonly epoch: number;
  /** Mean cross-entropy. */
  readonly testLoss: number;
  /** Share of correct predictions, 0 to 1. */
  readonly testAccuracy: number;
}

/** A run in progress. */
export interface TrainingProgress {
  /** The training loss of each batch so far, in order. */
  readonly losses: readonly number[];
  /** Converts batches to epochs on the axis. */
  readonly batchesPerEpoch: number;
  /** Epochs that the whole run takes, so that the axes stay as they are. */
  readonly epochs: number;
  /** Results of the epochs that are done. */
  readonly points: readonly EpochPoint[];
  /** Which set the points are about. Default: `test`. */
  readonly set?: "test" | "validation";
}

/** A curve is thinned to this many points: more would not be visible. */
const mostPoints = 400;

/**
 * Draws the training loss and each epoch's loss on the left, its accuracy on the
 * right. The axes are the same for every moment of a run, so that the figure can be
 * redrawn.
 */
export function trainingCurves(
  progress: TrainingProgress,
  heading = "Training",
): Figure {
  const { epochs, set = "test" } = progress;
  return {
    data: [trainingLoss(progress), ...epochResults(progress)],
    layout: baseLayout({
      heading,
      height: 360,
      xaxis: axis("epoch", { range: [0, epochs + 0.2], domain: [0, 0.45] }),
      yaxis: axis("loss", { type: "log", tickvals: lossTicks }),
      xaxis2: axis("epoch", {
        range: [0, epochs + 0.2],
        domain: [0.57, 1],
        anchor: "y2",
      }),
      yaxis2: axis(`${set} accuracy, %`, { anchor: "x2" }),
      legend: { orientation: "h", x: 0, y: -0.22, yanchor: "top" },
      margin: { l: 64, r: 16, t: 56, b: 84 },
    }),
    alt: inWords(progress),
  };
}

/** The loss and the accuracy after each epoch. */
function epochResults({ points, set = "test" }: TrainingProgress): Data[] {
  const x = points.map(({ epoch }) => epoch);
  return [
    {
      type: "scatter",
      mode: "lines+markers",
      name: `${set} loss`,
      x,
      y: points.map(({ testLoss }) => testLoss),
      line: { color: colours.vermillion, width: 2 },
      marker: { symbol: "diamond", size: 7 },
      hovertemplate: "%{y:.4f}",
    },
    {
      type: "scatter",
      mode: "lines+markers",
      name: `${set} accuracy`,
      x,
      y: points.map(({ testAccuracy }) => 100 * testAccuracy),
      xaxis: "x2",
      yaxis: "y2",
      line: { color: colours.green, width: 2 },
      marker: { symbol: "square", size: 7 },
      hovertemplate: "%{y:.2f} %",
    },
  ];
}

function inWords(
  { epochs, points, losses, set = "test" }: TrainingProgress,
): string {
  const last = points.at(-1);
  if (!last) return `Training loss of the first ${losses.length} batches`;
  return `After epoch ${last.epoch} of ${epochs}: ${set} loss ` +
    `${last.testLoss.toFixed(4)}, ${set} accuracy ` +
    `${(100 * last.testAccuracy).toFixed(2)} %`;
}

/** The training loss, each point being the mean of a block of batches. */
function trainingLoss({ losses, batchesPerEpoch }: TrainingProgress): Data {
  const block = Math.max(1, Math.ceil(losses.length / mostPoints));
  const x: number[] = [];
  const y: number[] = [];
  for (let from = 0; from < losses.length; from += block) {
    const part = losses.slice(from, from + block);
    x.push(Number(((from + part.length) / batchesPerEpoch).toFixed(4)));
    const mean = part.reduce((sum, loss) => sum + loss, 0) / part.length;
    y.push(Number(mean.toPrecision(5)));
  }
  return {
    type: "scatter",
    mode: "lines",
    name: block === 1
      ? "training loss, each batch"
      : `training loss, mean of ${block} batches`,
    x,
    y,
    line: { color: colours.sky, width: 1.2 },
    hovertemplate: "%{y:.4f}",
  };
}
