/** Which classes a network confuses. @module */
import type { Figure } from "../figure.ts";
import { amountScale, axis, baseLayout } from "../theme.ts";

/** Height and width of a cell in CSS pixels. */
const cellPixels = 24;
/** More classes have neither names nor numbers, which would overlap. */
const mostTicks = 60;

/**
 * Draws a confusion matrix: rows are the labels, columns the predictions.
 *
 * Only the errors are coloured. The diagonal is a hundred times larger and would
 * use up the whole colour scale.
 *
 * @param counts Images by label and prediction, `[classes][classes]`
 * @param options.names The names of the classes. Default: digits
 * @throws {RangeError} If `counts` is not square
 */
export function confusionMatrix(
  counts: readonly (readonly number[])[],
  { names }: { readonly names?: readonly string[] } = {},
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
  const nameOf = (label: number) => names?.[label] ?? String(label);
  // Room for a number of three digits in each cell
  const side = Math.max(600, cellPixels * classes + 160);
  const ticks = {
    ...(classes <= mostTicks
      ? {
        tickmode: "array" as const,
        tickvals: digits,
        ticktext: digits.map(nameOf),
      }
      : {}),
    showgrid: false,
    constrain: "domain" as const,
    ticks: "" as const,
  };
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
      customdata: counts.map((row, truth) =>
        row.map((_, answer) => `${nameOf(truth)} taken for ${nameOf(answer)}`)
      ),
      hovertemplate: "%{customdata}: %{z}<extra></extra>",
      hoverongaps: false,
    }],
    layout: baseLayout({
      heading: `Confusion matrix: ${right} of ${total} right`,
      width: side,
      height: side - 40,
      xaxis: axis("answer of the network", ticks),
      yaxis: axis(names ? "true class" : "true digit", {
        ...ticks,
        autorange: "reversed",
        scaleanchor: "x",
      }),
      annotations: classes > mostTicks
        ? []
        : counts.flatMap((row, truth) =>
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
