/** Calibration: whether a network is right as often as its confidence says. @module */
import type { Figure } from "../figure.ts";
import { axis, baseLayout, colours, greys } from "../theme.ts";

/** Predictions of similar confidence. */
export interface ReliabilityBin {
  /** Mean probability of the predicted class, 0 to 1. */
  readonly confidence: number;
  /** Share of correct predictions, 0 to 1. */
  readonly accuracy: number;
  /** Number of predictions. */
  readonly count: number;
}

/**
 * Draws a reliability diagram: accuracy against confidence, and below it the
 * number of predictions in each bin. A perfectly calibrated network lies on the
 * diagonal. Empty bins are left out.
 *
 * @param expectedCalibrationError From 0 to 1; stands in the heading
 */
export function reliabilityDiagram(
  bins: readonly ReliabilityBin[],
  expectedCalibrationError: number,
): Figure {
  const full = bins.filter((bin) => bin.count > 0);
  const x = full.map((bin) => 100 * bin.confidence);
  return {
    data: [
      {
        type: "scatter",
        mode: "lines",
        name: "perfectly calibrated",
        x: [0, 100],
        y: [0, 100],
        line: { color: greys.muted, dash: "dash", width: 1.5 },
        hoverinfo: "skip",
      },
      {
        type: "scatter",
        mode: "lines+markers",
        name: "network",
        x,
        y: full.map((bin) => 100 * bin.accuracy),
        marker: { color: colours.blue, size: 9 },
        line: { color: colours.blue, width: 1.5 },
        // A bin without a correct prediction lies on the axis
        cliponaxis: false,
        hovertemplate: "%{x:.1f} % sure, %{y:.1f} % right",
      },
      {
        type: "bar",
        name: "answers",
        showlegend: false,
        x,
        y: full.map((bin) => bin.count),
        yaxis: "y2",
        width: full.map(() => 100 / bins.length * 0.8),
        marker: { color: colours.sky },
        hovertemplate: "%{y} answers",
      },
    ],
    layout: baseLayout({
      heading: "Calibration (expected calibration error " +
        `${(100 * expectedCalibrationError).toFixed(2)} %)`,
      width: 600,
      height: 560,
      xaxis: axis("confidence, %", { range: [0, 102], anchor: "y2" }),
      yaxis: axis("right answers, %", { range: [0, 104], domain: [0.36, 1] }),
      yaxis2: axis("answers", {
        type: "log",
        domain: [0, 0.24],
        dtick: 1,
        exponentformat: "none",
        anchor: "x",
      }),
      // Below the diagonal, far from the curve of any decent network
      legend: { x: 0.97, y: 0.38, xanchor: "right", yanchor: "bottom" },
    }),
    alt: "Share of right answers by confidence: " +
      full.map((bin) =>
        `${(100 * bin.confidence).toFixed(0)} % sure, ` +
        `${(100 * bin.accuracy).toFixed(0)} % right (${bin.count})`
      ).join("; "),
  };
}
