/** Calibration: whether a network is right as often as its confidence says. @module */
import type { Data } from "plotly.js-dist";
import { errorBars } from "../error_bars.ts";
import type { Figure } from "../figure.ts";
import { axis, baseLayout, colours, greys } from "../theme.ts";

/** Predictions of similar confidence. */
export interface ReliabilityBin {
  /** Mean probability of the predicted class, 0 to 1. */
  readonly confidence: number;
  /** Share of correct predictions, 0 to 1. */
  readonly accuracy: number;
  /** Lower end of the accuracy's confidence interval, 0 to 1. */
  readonly low: number;
  /** Upper end. */
  readonly high: number;
  /** Number of predictions. */
  readonly count: number;
}

/**
 * Draws a reliability diagram: accuracy against confidence, a point with its interval
 * for each bin. A perfectly calibrated network lies on the diagonal. Both axes begin
 * where the least confident bin does.
 *
 * @param expectedCalibrationError From 0 to 1; stands in the heading
 */
export function reliabilityDiagram(
  bins: readonly ReliabilityBin[],
  expectedCalibrationError: number,
): Figure {
  const lowest = Math.min(
    ...bins.map(({ confidence, low }) => Math.min(confidence, low)),
  );
  const start = Math.max(0, Math.floor(20 * lowest) * 5 - 5);
  const end = 100 + 0.02 * (100 - start);
  return {
    data: [
      {
        type: "scatter",
        mode: "lines",
        name: "perfectly calibrated",
        x: [start, 100],
        y: [start, 100],
        line: { color: greys.muted, dash: "dash", width: 1.5 },
        hoverinfo: "skip",
      },
      binTrace(bins),
    ],
    layout: baseLayout({
      heading: "Calibration (expected calibration error " +
        `${percent(expectedCalibrationError).toFixed(2)} %)`,
      width: 600,
      height: 480,
      xaxis: axis("confidence, %", { range: [start, end] }),
      yaxis: axis("right answers, %", { range: [start, end] }),
      // Below the diagonal, far from the points of any decent network
      legend: { x: 0.97, y: 0.06, xanchor: "right", yanchor: "bottom" },
    }),
    alt: "Share of right answers by confidence: " +
      bins.map((bin) =>
        `${percent(bin.confidence).toFixed(1)} % sure, ` +
        `${percent(bin.accuracy).toFixed(1)} % right (${bin.count})`
      ).join("; "),
  };
}

/** A point with its interval for each bin. */
function binTrace(bins: readonly ReliabilityBin[]): Data {
  return {
    type: "scatter",
    mode: "markers",
    name: "network, 95 % interval",
    x: bins.map(({ confidence }) => percent(confidence)),
    y: bins.map(({ accuracy }) => percent(accuracy)),
    marker: { color: colours.blue, size: 8 },
    error_y: errorBars({
      above: bins.map(({ accuracy, high }) => percent(high - accuracy)),
      below: bins.map(({ accuracy, low }) => percent(accuracy - low)),
    }, { color: colours.blue, thickness: 1.5 }),
    cliponaxis: false,
    customdata: bins.map(({ count }) => count),
    hovertemplate: "%{x:.2f} % sure, %{y:.2f} % right, %{customdata} answers",
  };
}

function percent(share: number): number {
  return 100 * share;
}
