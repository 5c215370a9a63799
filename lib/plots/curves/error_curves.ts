/** The error during backpropagation by hand. @module */
import type { Figure } from "../figure.ts";
import { requireSome } from "../require_some.ts";
import { axis, baseLayout, lineStyle } from "../theme.ts";

/**
 * Draws the error against the iteration, one curve per learning rate.
 *
 * @throws {RangeError} If there is no curve
 */
export function errorCurvesFigure(
  curves: readonly { learningRate: number; errors: readonly number[] }[],
): Figure {
  requireSome(curves, "error curves");
  const rates = curves.map((curve) => curve.learningRate);
  return {
    data: curves.map(({ learningRate, errors }, k) => ({
      type: "scatter",
      mode: "lines",
      name: `η = ${learningRate}`,
      x: errors.map((_, iteration) => iteration),
      y: [...errors],
      line: lineStyle(k),
      hovertemplate: "iteration %{x}: E = %{y:.4f}",
    })),
    layout: baseLayout({
      heading: "Error while training, by learning rate",
      xaxis: axis("iteration"),
      yaxis: axis("error E", { rangemode: "tozero" }),
      legend: { title: { text: "learning rate", font: { size: 13 } } },
      hovermode: "x unified",
    }),
    alt: `Error E against the iteration for learning rates ${
      rates.join(", ")
    }, one falling curve each`,
  };
}
