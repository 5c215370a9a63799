/** The learning rate: its schedule, and the search for a good one. @module */
import type { Layout } from "plotly.js-dist";
import type { Figure } from "../figure.ts";
import { axis, baseLayout, colours } from "../theme.ts";

/**
 * Draws the learning rate at each step and, if the schedule changes the
 * momentum too, the momentum below it.
 *
 * @param schedule.rates `[steps]`
 * @param schedule.momenta `[steps]`
 */
export function scheduleFigure(
  { rates, momenta, stepsPerEpoch }: {
    rates: readonly number[];
    momenta?: readonly number[];
    stepsPerEpoch: number;
  },
): Figure {
  const stride = Math.max(1, Math.floor(rates.length / 1000));
  const kept = rates.map((_, step) => step)
    .filter((step) => step % stride === 0 || step === rates.length - 1);
  const x = kept.map((step) => step / stepsPerEpoch);
  const line = (values: readonly number[], colour: string) => ({
    type: "scatter" as const,
    mode: "lines" as const,
    x,
    y: kept.map((step) => values[step]),
    line: { color: colour, width: 2 },
  });
  return {
    data: [
      { ...line(rates, colours.blue), name: "learning rate" },
      ...(momenta
        ? [{
          ...line(momenta, colours.vermillion),
          name: "momentum",
          yaxis: "y2" as const,
        }]
        : []),
    ],
    layout: baseLayout({
      heading: "Learning-rate schedule",
      height: momenta ? 420 : 320,
      showlegend: false,
      xaxis: axis("epoch", { anchor: momenta ? "y2" : "y" }),
      yaxis: axis("learning rate", {
        domain: momenta ? [0.56, 1] : [0, 1],
        rangemode: "tozero",
      }),
      ...(momenta ? { yaxis2: axis("momentum", { domain: [0, 0.42] }) } : {}),
    }),
    alt: `Learning rate from ${brief(rates[0])} over at most ${
      brief(Math.max(...rates))
    } to ${brief(rates[rates.length - 1])}`,
  };
}

/**
 * Draws a learning rate search: the loss against a learning rate that grows at
 * every step, with the chosen rate marked.
 *
 * @param search.losses The loss at each of `rates`
 */
export function learningRateFinderFigure(
  { rates, losses, chosen }: {
    rates: readonly number[];
    losses: readonly number[];
    chosen?: number;
  },
): Figure {
  return {
    data: [{
      type: "scatter",
      mode: "lines",
      x: [...rates],
      y: [...losses],
      line: { color: colours.blue, width: 2 },
      hovertemplate: "rate %{x:.2e}: loss %{y:.4f}<extra></extra>",
    }],
    layout: baseLayout({
      heading: "Loss while the learning rate grows",
      height: 360,
      xaxis: axis("learning rate", {
        type: "log",
        dtick: 1,
        exponentformat: "power",
      }),
      yaxis: axis("loss, smoothed"),
      ...(chosen === undefined ? {} : marked(chosen)),
    }),
    alt:
      `Loss for learning rates from ${brief(rates[0])} to ${
        brief(rates[rates.length - 1])
      }` +
      (chosen === undefined ? "" : `, chosen: ${chosen}`),
  };
}

/** A dashed line at a rate, and its number. */
function marked(rate: number): Pick<Layout, "shapes" | "annotations"> {
  return {
    shapes: [{
      type: "line",
      x0: rate,
      x1: rate,
      yref: "paper",
      y0: 0,
      y1: 1,
      line: { color: colours.vermillion, dash: "dash", width: 2 },
    }],
    annotations: [{
      x: Math.log10(rate),
      yref: "paper",
      y: 1,
      xanchor: "left",
      xshift: 4,
      text: `chosen: ${rate.toPrecision(2)}`,
      showarrow: false,
    }],
  };
}

/** A number rounded to three significant digits. */
function brief(value: number): string {
  return String(Number(value.toPrecision(3)));
}
