/** Training and validation loss side by side, run by run. @module */
import type { Annotation, Data } from "plotly.js-dist";
import type { Figure } from "../figure.ts";
import { requireSome } from "../require_some.ts";
import { axis, baseLayout, colours, lossRange, lossTicks } from "../theme.ts";
import { countedFromOne, epochAxis } from "./epoch_axis.ts";
import { band, type MeanAndRange, meanAndRange } from "./mean_and_range.ts";
import { type PanelPlace, sideBySide } from "../subplots.ts";

/** Tick values where {@linkcode lossTicks} would touch. */
const decades = [0.001, 0.01, 0.1, 1, 10];

/** Both losses of one run after each epoch. */
export interface LossHistory {
  /** Of the images that the network learns from. */
  readonly training: readonly number[];
  /** Of images that it does not learn from. */
  readonly validation: readonly number[];
}

/** Both losses of all runs of a panel. */
interface PanelLosses {
  readonly training: MeanAndRange;
  readonly validation: MeanAndRange;
}

/**
 * Draws the training and the validation loss after each epoch, one panel per name,
 * all on the same axes. Several runs under one name, such as one per seed, are drawn
 * as their mean, in a band of their range.
 *
 * @throws {RangeError} If `runs` is empty
 */
export function lossPanels(
  runs: Readonly<Record<string, readonly LossHistory[]>>,
  { heading }: { heading: string },
): Figure {
  const names = Object.keys(runs);
  requireSome(names, "panels of losses");
  const panels = Object.values(runs).map(lossesOf);
  const places = sideBySide(names.length, 0.04);
  const curves = panels.flatMap(({ training, validation }) => [
    ...[training.low, training.high],
    ...[validation.low, validation.high],
  ]);
  const epochs = Math.max(...curves.map(({ length }) => length));
  return {
    data: panels.flatMap((panel, k) => lossTraces(panel, places[k])),
    layout: baseLayout({
      heading,
      height: 360,
      yaxis: lossAxis(curves.flat()),
      ...Object.fromEntries(
        places.map(({ suffix, domain }) => [
          `xaxis${suffix}`,
          epochAxis(epochs, { domain }),
        ]),
      ),
      annotations: names.map((name, k) => panelTitle(name, places[k])),
      legend: { orientation: "h", x: 0, y: -0.22, yanchor: "top" },
      margin: { l: 64, r: 16, t: 72, b: 84 },
    }),
    alt: `${heading}: loss after the last epoch: ${
      names.map((name, k) => `${name} ${inWords(panels[k])}`).join("; ")
    }`,
  };
}

function lossesOf(histories: readonly LossHistory[]): PanelLosses {
  return {
    training: meanAndRange(histories.map(({ training }) => training)),
    validation: meanAndRange(histories.map(({ validation }) => validation)),
  };
}

function lossTraces(panel: PanelLosses, { suffix }: PanelPlace): Data[] {
  return (["training", "validation"] as const).flatMap((set): Data[] => {
    const { mean } = panel[set];
    const x = countedFromOne(mean);
    const color = set === "training" ? colours.sky : colours.vermillion;
    const axes = { xaxis: `x${suffix}` as "x", yaxis: "y" as const };
    return [
      { ...band(x, panel[set], color), ...axes },
      {
        ...axes,
        type: "scatter",
        mode: "lines",
        name: `${set} loss`,
        showlegend: suffix === "",
        x,
        y: [...mean],
        line: { color, width: 2, dash: set === "training" ? "solid" : "dash" },
        hovertemplate: "epoch %{x}: %{y:.4f}",
      },
    ];
  });
}

function lossAxis(losses: readonly number[]) {
  const [bottom, top] = lossRange(losses);
  return axis("loss", {
    type: "log",
    tickvals: top - bottom > 3 ? decades : lossTicks,
    range: [bottom, top],
  });
}

function panelTitle(
  text: string,
  { middle }: PanelPlace,
): Partial<Annotation> {
  return {
    text,
    x: middle,
    y: 1,
    xref: "paper",
    yref: "paper",
    xanchor: "center",
    yanchor: "bottom",
    showarrow: false,
  };
}

function inWords({ training, validation }: PanelLosses): string {
  return `training ${training.mean.at(-1)?.toPrecision(3)}, ` +
    `validation ${validation.mean.at(-1)?.toPrecision(3)}`;
}
