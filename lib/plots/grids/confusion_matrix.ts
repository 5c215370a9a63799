/** Which classes a network confuses. @module */
import type { Annotation, Data } from "plotly.js-dist";
import type { Figure } from "../figure.ts";
import { amountScale, axis, baseLayout, greys } from "../theme.ts";

/** Height and width of a cell in CSS pixels. */
const cellPixels = 24;
/** More classes have neither names nor numbers, which would overlap. */
const mostTicks = 60;

/** Images by label and prediction, `[classes][classes]`. */
export type ConfusionCounts = readonly (readonly number[])[];

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
  counts: ConfusionCounts,
  { names }: { readonly names?: readonly string[] } = {},
): Figure {
  requireSquare(counts);
  const classes = counts.length;
  const right = counts.reduce((sum, row, label) => sum + row[label], 0);
  const total = counts.flat().reduce((sum, count) => sum + count, 0);
  const nameOf = (label: number) => names?.[label] ?? String(label);
  // Room for a number of three digits in each cell
  const side = Math.max(600, cellPixels * classes + 160);
  const ticks = {
    ...(classes <= mostTicks ? classTicks(classes, nameOf) : {}),
    showgrid: false,
    constrain: "domain",
    ticks: "",
  };
  return {
    data: [errorsTrace(counts, nameOf)],
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
      annotations: classes <= mostTicks ? countsInCells(counts) : [],
    }),
    alt: `Confusion matrix of ${classes} classes: ${right} of ${total} ` +
      "answers on the diagonal",
  };
}

function requireSquare(counts: ConfusionCounts): void {
  const classes = counts.length;
  if (classes > 0 && counts.every((row) => row.length === classes)) return;
  throw new RangeError(
    `Cannot draw a confusion matrix: it must be square: current value has ${classes} rows of ${
      counts.map((row) => row.length).join(", ")
    }`,
  );
}

/** The largest number of errors in a cell, at least 1. */
function mostErrors(counts: ConfusionCounts): number {
  return Math.max(
    1,
    ...counts.flatMap((row, truth) =>
      row.filter((_, answer) => answer !== truth)
    ),
  );
}

/** A tick with its name for each class. */
function classTicks(classes: number, nameOf: (label: number) => string) {
  const labels = Array.from({ length: classes }, (_, label) => label);
  return {
    tickmode: "array",
    tickvals: labels,
    ticktext: labels.map(nameOf),
  };
}

/** The errors as colours; the diagonal is empty. */
function errorsTrace(
  counts: ConfusionCounts,
  nameOf: (label: number) => string,
): Data {
  const labels = counts.map((_, label) => label);
  const most = mostErrors(counts);
  return {
    type: "heatmap",
    x: labels,
    y: labels,
    z: counts.map((row, truth) =>
      row.map((count, answer) => truth === answer ? null : count)
    ),
    zmin: 0,
    zmax: most,
    colorscale: amountScale,
    colorbar: {
      title: { text: "errors", font: { size: 13 } },
      thickness: 12,
      outlinewidth: 0,
      // ConfusionCounts are whole numbers, and so are the ticks.
      dtick: Math.max(1, Math.ceil(most / 6)),
    },
    customdata: counts.map((row, truth) =>
      row.map((_, answer) => `${nameOf(truth)} taken for ${nameOf(answer)}`)
    ),
    hovertemplate: "%{customdata}: %{z}<extra></extra>",
    hoverongaps: false,
  };
}

/** All counts but zeros, the diagonal in bold; white where the cell is dark. */
function countsInCells(counts: ConfusionCounts): Partial<Annotation>[] {
  const dark = 0.6 * mostErrors(counts);
  return counts.flatMap((row, truth) =>
    row.flatMap((count, answer) =>
      count === 0 ? [] : [{
        x: answer,
        y: truth,
        text: truth === answer ? `<b>${count}</b>` : String(count),
        showarrow: false,
        font: {
          size: 12,
          color: truth !== answer && count > dark ? "#ffffff" : greys.text,
        },
      }]
    )
  );
}
