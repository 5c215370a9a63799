/** Which digits a network confuses. @module */
import type { Figure } from "../figure.ts";
import { amountScale, axis, baseLayout } from "../theme.ts";

/**
 * Draws a confusion matrix: rows are the labels, columns the predictions.
 *
 * Only the errors are coloured. The diagonal is a hundred times larger and would
 * use up the whole colour scale.
 *
 * @param counts Images by label and prediction, `[classes][classes]`
 * @throws {RangeError} If `counts` is not square
 */
export function confusionMatrix(
  counts: readonly (readonly number[])[],
): Figure {
  const classes = counts.length;
  if (classes === 0 || counts.some((row) => row.length !== classes)) {
    throw new RangeError(
      `Cannot draw a confusion matrix: it must be square: current value has ${classes} rows of ${
        counts.map((row) => row.length).join(", ")
      }`,
    );
  }
  const errors = counts.map((row, truth) =>
    row.map((count, answer) => truth === answer ? null : count)
  );
  const most = Math.max(1, ...errors.flat().map((count) => count ?? 0));
  const digits = counts.map((_, digit) => digit);
  const right = counts.reduce((sum, row, digit) => sum + row[digit], 0);
  const total = counts.flat().reduce((sum, count) => sum + count, 0);
  return {
    data: [{
      type: "heatmap",
      x: digits,
      y: digits,
      z: errors,
      zmin: 0,
      zmax: most,
      colorscale: amountScale,
      colorbar: {
        title: { text: "errors", font: { size: 13 } },
        thickness: 12,
        outlinewidth: 0,
        // Counts are whole numbers, and so are the ticks.
        dtick: Math.max(1, Math.ceil(most / 6)),
      },
      hovertemplate: "%{y} taken for %{x}: %{z}<extra></extra>",
      hoverongaps: false,
    }],
    layout: baseLayout({
      heading: `Confusion matrix: ${right} of ${total} right`,
      width: 600,
      height: 560,
      xaxis: axis("answer of the network", {
        dtick: 1,
        showgrid: false,
        constrain: "domain",
        ticks: "",
      }),
      yaxis: axis("true digit", {
        dtick: 1,
        autorange: "reversed",
        scaleanchor: "x",
        constrain: "domain",
        showgrid: false,
        ticks: "",
      }),
      annotations: counts.flatMap((row, truth) =>
        row.flatMap((count, answer) =>
          count === 0 ? [] : [{
            x: answer,
            y: truth,
            text: truth === answer ? `<b>${count}</b>` : String(count),
            showarrow: false,
            font: {
              size: 12,
              color: truth !== answer && count > 0.6 * most
                ? "#ffffff"
                : "#262626",
            },
          }]
        )
      ),
    }),
    alt: `Confusion matrix of ${classes} classes: ${right} of ${total} ` +
      "answers on the diagonal",
  };
}
