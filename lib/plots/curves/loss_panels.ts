/** Training and validation loss side by side, run by run. @module */
import type { Figure } from "../figure.ts";
import { requireSome } from "../require_some.ts";
import { axis, baseLayout, colours, lossRange, lossTicks } from "../theme.ts";
import { band, meanAndRange } from "./mean_and_range.ts";

/** Tick values where {@linkcode lossTicks} would touch. */
const decades = [0.001, 0.01, 0.1, 1, 10];

/** Both losses of one run after each epoch. */
export interface LossHistory {
  /** Of the images that the network learns from. */
  readonly training: readonly number[];
  /** Of images that it does not learn from. */
  readonly validation: readonly number[];
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
  const panels = Object.values(runs).map((histories) => ({
    training: meanAndRange(histories.map(({ training }) => training)),
    validation: meanAndRange(histories.map(({ validation }) => validation)),
  }));
  const all = panels.flatMap(({ training, validation }) => [
    ...[training.low, training.high],
    ...[validation.low, validation.high],
  ]);
  const [bottom, top] = lossRange(all.flat());
  const epochs = Math.max(...all.map(({ length }) => length));
  const gap = 0.04;
  const width = (1 - gap * (names.length - 1)) / names.length;
  const from = (k: number) => k * (width + gap);
  const number = (k: number) => k === 0 ? "" : String(k + 1);
  return {
    data: panels.flatMap((panel, k) =>
      (["training", "validation"] as const).flatMap((set) => {
        const { mean } = panel[set];
        const x = mean.map((_, epoch) => epoch + 1);
        const colour = set === "training" ? colours.sky : colours.vermillion;
        const place = { xaxis: `x${number(k)}` as "x", yaxis: "y" as const };
        return [
          { ...band(x, panel[set], colour), ...place },
          {
            ...place,
            type: "scatter" as const,
            mode: "lines" as const,
            name: `${set} loss`,
            showlegend: k === 0,
            x,
            y: [...mean],
            line: {
              color: colour,
              width: 2,
              dash: set === "training" ? "solid" as const : "dash" as const,
            },
            hovertemplate: "epoch %{x}: %{y:.4f}",
          },
        ];
      })
    ),
    layout: baseLayout({
      heading,
      height: 360,
      yaxis: axis("loss", {
        type: "log",
        tickvals: top - bottom > 3 ? decades : lossTicks,
        range: [bottom, top],
      }),
      ...Object.fromEntries(
        names.map((_, k) => [
          `xaxis${number(k)}`,
          axis("epoch", {
            domain: [from(k), from(k) + width],
            range: [0.5, epochs + 0.5],
            ...(epochs <= 10 && { dtick: 1 }),
          }),
        ]),
      ),
      annotations: names.map((text, k) => ({
        text,
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
      names.map((name, k) => {
        const { training, validation } = panels[k];
        return `${name} training ${training.mean.at(-1)?.toPrecision(3)}, ` +
          `validation ${validation.mean.at(-1)?.toPrecision(3)}`;
      }).join("; ")
    }`,
  };
}
