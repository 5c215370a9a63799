/** Finds figures in a lesson's text that its cells don't show. @module */
import {
  codeCells,
  joined,
  type Notebook,
} from "../../lib/jupyter/notebook.ts";

/** A figure in the text, such as `13,402` or `0.2425`. */
export interface StatedFigure {
  readonly cell: string;
  readonly figure: string;
}

const number = /(?<![\w.,])[−-]?\d[\d,]*(?:\.\d+)?/g;
const range =
  /(?<![\w.])(\d[\d,]*(?:\.\d+)?)\s*%?\s*(?:to|and|–)\s+(\d[\d,]*(?:\.\d+)?)/g;

/**
 * Figures of three digits or more, or with decimals, that neither the code nor the
 * outputs of the notebook hold: not as they are, not rounded, not as a percentage.
 * Years don't count. Of a range, "1,750 to 1,900", a value within it must be shown.
 */
export function figuresNotShown(notebook: Notebook): StatedFigure[] {
  const shown = shownNumbers(notebook);
  const missing: StatedFigure[] = [];
  for (const { cell_type, id, source } of notebook.cells) {
    if (cell_type !== "markdown") continue;
    const text = joined(source)
      .replaceAll(/```[^]*?```/g, "")
      .replaceAll(/\]\([^)]*\)/g, "]");
    const inRange = new Set<string>();
    for (const [, from, to] of text.matchAll(range)) {
      const [low, high] = [valueOf(from), valueOf(to)];
      const within = shown.some((value) =>
        [value, 100 * value].some((v) => low <= v && v <= high)
      );
      if (within) inRange.add(from).add(to);
    }
    for (const [match] of text.matchAll(number)) {
      const figure = match.replace(/,$/, "");
      if (!exact(figure) || inRange.has(figure)) continue;
      if (!shown.some((value) => rounds(value, figure))) {
        missing.push({ cell: id, figure });
      }
    }
  }
  return missing;
}

/** Whether a figure says more than a small count, and isn't a year. */
function exact(figure: string): boolean {
  if (/^(19|20)\d\d$/.test(figure)) return false;
  return figure.includes(".") || figure.replace(/\D/g, "").length >= 3;
}

/** Whether a value, or its percentage, is the figure at the figure's decimals. */
function rounds(value: number, figure: string): boolean {
  const decimals = figure.split(".")[1]?.length ?? 0;
  const half = 0.5001 * 10 ** -decimals;
  const target = Math.abs(valueOf(figure));
  return [value, 100 * value].some((v) => Math.abs(v - target) <= half);
}

/** Sizes of all numbers in a notebook's code and in what it printed. */
function shownNumbers(notebook: Notebook): number[] {
  const texts = codeCells(notebook).flatMap(({ source, outputs }) => [
    joined(source).replaceAll("_", ""),
    ...outputs.map((output) =>
      "text" in output
        ? joined(output.text)
        : "data" in output
        ? joined(output.data["text/plain"] ?? "")
        : ""
    ),
  ]);
  return texts.flatMap((text) =>
    [...text.matchAll(/\d[\d,]*(?:\.\d+)?(?:e[-+]?\d+)?/g)]
      .map(([match]) => valueOf(match))
  );
}

function valueOf(figure: string): number {
  return Number(figure.replaceAll(",", "").replace("−", "-"));
}
