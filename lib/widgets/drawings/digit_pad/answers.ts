/** A network's answers: as bars, and in words. @module */
import { COLUMNS, ROWS } from "../../../data/digits.ts";
import { colours, greys } from "../../../plots/theme.ts";
import type { Reader } from "../../pad/readers.ts";
import { cells } from "../grid.ts";
import { line, rect, text } from "../svg.ts";

/** The distance at the right end of the bars. */
const farthest = 14;

/** A number as it stands behind its bar. */
function answerText(kind: Reader["kind"], value: number): string {
  return kind === "distances"
    ? value.toFixed(2)
    : `${(100 * value).toFixed(1)} %`;
}

/** The best answer, as a title. */
export function answerTitle(
  { kind, labels }: Reader,
  answers: ArrayLike<number> | undefined,
  [first]: readonly number[],
): string {
  if (!answers) return "Draw here";
  return kind === "distances"
    ? `Nearest to the mean ${labels[first]}`
    : `Read as ${labels[first]}: ${answerText(kind, answers[first])}`;
}

/** The three best answers, as a sentence. */
export function answersInWords(
  { kind, labels }: Reader,
  answers: ArrayLike<number> | undefined,
  order: readonly number[],
): string {
  if (!answers) return "Nothing is drawn yet.";
  const [first, ...others] = order.slice(0, 3)
    .map((label) => `${labels[label]}, ${answerText(kind, answers[label])}`);
  const then = others.length ? `; then ${others.join("; ")}` : "";
  return kind === "distances"
    ? `Nearest mean: ${first}${then}.`
    : `Most probable: ${first}${then}.`;
}

/** A class with its mean image, if there is one, and its answer as a bar. */
export function answerBar(
  { kind, labels, means }: Reader,
  label: number,
  { x, y, width, step, value, wins }: {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly step: number;
    readonly value: number | undefined;
    readonly wins: boolean;
  },
): string {
  const middle = y + step / 2;
  const cell = means ? Math.min(0.8, (step - 2) / ROWS) : 0;
  const left = x + 22 + (means ? ROWS * cell + 8 : 0);
  const room = x + width - 62 - left;
  const share = value === undefined
    ? 0
    : Math.min(1, kind === "distances" ? value / farthest : value);
  const weight = wins ? { "font-weight": 600 } : {};
  return text(x, middle + 5, labels[label], weight) +
    (means
      ? cells({ rows: ROWS, columns: COLUMNS, values: means[label] }, {
        x: x + 22,
        y: middle - ROWS * cell / 2,
        cell,
        high: 255,
      })
      : "") +
    line(left, middle, left + room, middle) +
    rect(left, middle - 6, room * share, 12, {
      fill: wins ? colours.blue : "#9a9a9a",
    }) +
    (value === undefined ? "" : text(
      x + width,
      middle + 5,
      answerText(kind, value),
      { "text-anchor": "end", fill: greys.text, ...weight },
    ));
}
