/// <reference lib="dom" />
/** The answer and the probabilities of the classes. @module */
import { element } from "../../../widgets/elements/widget_element.ts";

/** Of more classes, so many of the most probable are shown. */
const most = 10;

/** Shows probabilities. */
export interface AnswersView {
  /** Undefined: nothing is drawn. */
  show(probabilities: Float32Array | undefined): void;
}

/** `0.9876` as `98.8 %`, with a space that does not break. */
export function percent(probability: number): string {
  return `${(100 * probability).toFixed(1)}\u00a0%`;
}

/** Classes from the most probable to the least. */
export function rankingOf(probabilities: ArrayLike<number>): number[] {
  return Array.from(probabilities, (_, k) => k)
    .sort((a, b) => probabilities[b] - probabilities[a]);
}

/** The answer in words, for screen readers. */
export function answerInWords(
  classes: readonly string[],
  probabilities: Float32Array | undefined,
): string {
  if (!probabilities) return "Nothing is drawn.";
  const [first, second, third] = rankingOf(probabilities);
  const named = (k: number) => `${classes[k]}, ${percent(probabilities[k])}`;
  return `Read as ${named(first)}; then ${named(second)}` +
    (third === undefined ? "." : `; ${named(third)}.`);
}

/**
 * Fills the answer and the list of bars.
 *
 * @param root Holds `.answer`, `.certainty` and a list `.bars`.
 */
export function createAnswers(
  root: HTMLElement,
  classes: readonly string[],
): AnswersView {
  const answer = root.querySelector<HTMLElement>(".answer")!;
  const certainty = root.querySelector<HTMLElement>(".certainty")!;
  const rows = classes.slice(0, most).map((name) => {
    const label = element("span", { class: "label" }, name);
    const fill = element("span", { class: "fill" });
    const share = element("span", { class: "share" }, "–");
    const track = element("span", { class: "track" }, fill);
    const row = element("li", {}, label, track, share);
    return { row, label, fill, share };
  });
  root.querySelector(".bars")!.replaceChildren(...rows.map(({ row }) => row));
  const isAll = classes.length <= most;
  return {
    show(probabilities) {
      const order = probabilities && rankingOf(probabilities);
      const first = order?.[0];
      answer.textContent = first === undefined ? "?" : classes[first];
      answer.classList.toggle("long", (answer.textContent ?? "").length > 2);
      certainty.textContent = first === undefined
        ? "nothing drawn"
        : percent(probabilities![first]);
      rows.forEach(({ row, label, fill, share }, k) => {
        const shown = isAll ? k : order?.[k];
        const p = shown === undefined ? 0 : probabilities?.[shown] ?? 0;
        if (!isAll) {
          label.textContent = shown === undefined ? "" : classes[shown];
        }
        fill.style.transform = `scaleX(${p.toFixed(4)})`;
        const text = order ? percent(p) : "–";
        if (share.textContent !== text) share.textContent = text;
        row.classList.toggle("first", shown !== undefined && shown === first);
      });
    },
  };
}
