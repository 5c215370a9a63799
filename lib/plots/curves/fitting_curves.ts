/** Training and validation loss, to see whether a network overfits. @module */
import type { Annotation, Data } from "plotly.js-dist";
import type { Figure } from "../figure.ts";
import { requireSome } from "../require_some.ts";
import { axis, baseLayout, colours, palette } from "../theme.ts";
import { countedFromOne } from "./epoch_axis.ts";

/** The losses after each epoch. */
export interface FittingLosses {
  /** Of the images that the network learns from. */
  readonly training: readonly number[];
  /** Of images that it does not learn from. */
  readonly validation: readonly number[];
}

/** Height of a run's name, as a share of the range of validation losses. */
const labelShare = 0.08;

/**
 * Draws the training loss (dotted) and the validation loss (solid) of a run after
 * each epoch, with a dot where the validation loss is lowest, on an axis from 0.
 * Of several runs it draws only the validation losses, each with the run's name
 * beside its end.
 *
 * @param runs One run or several, by name; the losses so far if it still trains
 * @param options.epochs Epochs that a whole run takes, so that the axis stays as it is
 * @throws {RangeError} If `runs` is empty
 */
export function fittingCurves(
  runs: Readonly<Record<string, FittingLosses>>,
  { heading, epochs }: { heading: string; epochs: number },
): Figure {
  const entries = Object.entries(runs);
  requireSome(entries, "training and validation losses");
  const alone = entries.length === 1;
  return {
    data: entries.flatMap(([, losses], k) => runTraces(losses, k, alone)),
    layout: baseLayout({
      heading,
      height: 400,
      margin: { l: 72, r: alone ? 24 : 120, t: 84, b: 60 },
      xaxis: axis("epoch", { range: [0, epochs + 1] }),
      yaxis: axis(alone ? "loss" : "validation loss", {
        rangemode: alone ? "tozero" : "normal",
      }),
      legend: { orientation: "h", x: 0, y: 1.02, yanchor: "bottom" },
      annotations: alone ? [] : namesAtEnds(entries),
    }),
    alt: `${heading}: ${
      entries.map(([run, losses]) => inWords(run, losses)).join("; ")
    }`,
  };
}
/** The validation loss of the k-th run, and the training loss too if it is alone. */
function runTraces(
  { training, validation }: FittingLosses,
  k: number,
  alone: boolean,
): Data[] {
  const color = alone ? colours.vermillion : colourOf(k);
  const inLegend = { showlegend: k === 0 };
  return [
    {
      ...inLegend,
      ...curve(validation, "validation loss"),
      line: { color, width: 2 },
    },
    ...(alone
      ? [{
        ...curve(training, "training loss"),
        line: { color: colours.blue, dash: "dot" as const, width: 2 },
      }]
      : []),
    { ...inLegend, ...lowestPoint(validation, color) },
  ];
}

function colourOf(run: number): string {
  return palette[run % palette.length];
}

function curve(losses: readonly number[], name: string) {
  return {
    type: "scatter" as const,
    mode: "lines" as const,
    name,
    x: countedFromOne(losses),
    y: losses.map((loss) => Number(loss.toPrecision(4))),
    hovertemplate: "epoch %{x}: %{y:.4f}",
  };
}

/** A dot where the validation loss is lowest. */
function lowestPoint(losses: readonly number[], color: string) {
  const best = lowest(losses);
  return {
    type: "scatter" as const,
    mode: "markers" as const,
    name: "lowest validation loss",
    x: best < 0 ? [] : [best + 1],
    y: best < 0 ? [] : [losses[best]],
    marker: { color, size: 9, line: { color: "#ffffff", width: 1 } },
    hovertemplate: "epoch %{x}: %{y:.4f}",
  };
}

/** The runs' names beside the ends of their curves. */
function namesAtEnds(
  runs: readonly [name: string, losses: FittingLosses][],
): Partial<Annotation>[] {
  const losses = runs.flatMap(([, { validation }]) => validation);
  const ends = runs.map(([, { validation }]) => validation.at(-1) ?? 0);
  const gap = labelShare * (Math.max(...losses) - Math.min(...losses));
  const heights = spread(ends, { gap });
  return runs.map(([run, { validation }], k) => ({
    text: run,
    x: validation.length,
    y: heights[k],
    xanchor: "left",
    xshift: 6,
    showarrow: false,
    font: { color: colourOf(k) },
  }));
}

/** The values, raised where needed so that they are at least `gap` apart. */
function spread(
  values: readonly number[],
  { gap }: { gap: number },
): number[] {
  const spaced = [...values];
  const order = [...values.keys()].sort((a, b) => values[a] - values[b]);
  for (const [rank, k] of order.entries()) {
    if (rank === 0) continue;
    spaced[k] = Math.max(values[k], spaced[order[rank - 1]] + gap);
  }
  return spaced;
}

/** The index of the smallest loss, or −1 if there is none yet. */
function lowest(losses: readonly number[]): number {
  return losses.indexOf(Math.min(...losses));
}

function inWords(
  run: string,
  { training, validation }: FittingLosses,
): string {
  const last = validation.at(-1);
  if (last === undefined) return `${run}, no epoch yet`;
  const best = lowest(validation);
  return `${run}, after epoch ${validation.length}: training loss ${
    training.at(-1)?.toPrecision(2)
  }, validation loss ${last.toPrecision(3)} (lowest ${
    validation[best].toPrecision(3)
  } after epoch ${best + 1})`;
}
