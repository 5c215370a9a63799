/** Logits and the probabilities that softmax makes of them. @module */
import { colours, greys } from "../../plots/theme.ts";
import { short } from "./grid.ts";
import {
  type Drawing,
  drawing,
  heading,
  line,
  rect,
  tag,
  text,
} from "./svg.ts";

/** What the widget starts with. */
export interface SoftmaxData {
  /** `[classes]`. */
  readonly logits: readonly number[];
  /** A name for each class. */
  readonly labels: readonly string[];
  /** T. */
  readonly temperature: number;
  /** The index of the right class, if there is one. */
  readonly target?: number;
}

/** What the controls set. */
export type SoftmaxState = Pick<SoftmaxData, "logits" | "temperature">;

/** pₖ = exp(zₖ/T) / Σⱼ exp(zⱼ/T). The largest logit is subtracted first, so that none overflows. */
export function softmax(
  logits: readonly number[],
  temperature = 1,
): number[] {
  const largest = Math.max(...logits);
  const powers = logits.map((z) => Math.exp((z - largest) / temperature));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
}

/** −log p of the target, from the logits: finite even where p rounds to 0. */
export function crossEntropy(
  logits: readonly number[],
  target: number,
  temperature = 1,
): number {
  const largest = Math.max(...logits);
  const powers = logits.map((z) => Math.exp((z - largest) / temperature));
  return Math.log(powers.reduce((a, b) => a + b, 0)) -
    (logits[target] - largest) / temperature;
}

/** The ends of the sliders, −limit and limit: at least 10. */
export function logitLimit(logits: readonly number[]): number {
  return Math.max(10, Math.ceil(Math.max(...logits.map(Math.abs))));
}

/** Where the parts of each class lie, in CSS pixels. */
export interface SoftmaxLayout {
  readonly rowTop: (row: number) => number;
  readonly height: number;
  /** Left end and length of a logit's track; its middle line is at `trackY`. */
  readonly track: readonly [number, number];
  readonly trackY: (row: number) => number;
  /** Left end and length of a probability's track. */
  readonly bar: readonly [number, number];
  readonly barY: (row: number) => number;
}

const top = 72;

/** Two lines for each class where the width is small. */
export function softmaxLayout(
  { labels, target }: SoftmaxData,
  width: number,
): SoftmaxLayout {
  const narrow = width < 520;
  const rowHeight = narrow ? 56 : 32;
  const rowTop = (row: number) => top + row * rowHeight;
  const left = 20 + Math.min(
    narrow ? 60 : 110,
    8 * Math.max(...labels.map((label) => label.length)),
  );
  const last = target === undefined ? 52 : 112;
  const right = width - last;
  const middle = left + (right - left) * 0.5;
  return {
    rowTop,
    height: rowTop(labels.length) + (target === undefined ? 8 : 36),
    track: narrow
      ? [left + 10, width - left - 70]
      : [left + 10, middle - left - 76],
    trackY: (row) => rowTop(row) + 16,
    bar: narrow ? [left + 10, right - left - 10] : [middle, right - middle],
    barY: (row) => rowTop(row) + (narrow ? 40 : 16),
  };
}

/** Draws a row for each class: logit, probability, and p − y if there is a target. */
export function softmaxDrawing(
  data: SoftmaxData,
  { logits, temperature }: SoftmaxState,
  width: number,
): Drawing {
  const { labels, target } = data;
  const limit = logitLimit(data.logits);
  const { rowTop, height, track, trackY, bar, barY } = softmaxLayout(
    data,
    width,
  );
  const p = softmax(logits, temperature);
  const best = p.indexOf(Math.max(...p));
  const loss = target === undefined
    ? undefined
    : crossEntropy(logits, target, temperature);
  const at = (z: number) => track[0] + track[1] * (z + limit) / (2 * limit);
  const narrow = barY(0) !== trackY(0);
  const small = { "font-size": 12, fill: greys.muted };
  const end = { "text-anchor": "end" };
  const row = (z: number, k: number) => {
    const [y, b] = [trackY(k), barY(k)];
    const weight = k === target ? 600 : undefined;
    const error = p[k] - (k === target ? 1 : 0);
    return [
      text(0, y + 5, labels[k], { "font-weight": weight }),
      line(track[0], y, track[0] + track[1], y, {
        "stroke-width": 4,
        "stroke-linecap": "round",
      }),
      line(at(0), y - 7, at(0), y + 7, { stroke: greys.muted }),
      line(at(0), y, at(z), y, {
        "stroke-width": 6,
        stroke: z < 0 ? colours.vermillion : colours.blue,
      }),
      tag("circle", {
        cx: at(z),
        cy: y,
        r: 8,
        fill: "#ffffff",
        stroke: z < 0 ? colours.vermillion : colours.blue,
        "stroke-width": 3,
      }),
      text(track[0] + track[1] + 50, y + 5, short(z), end),
      rect(bar[0], b - 9, bar[1], 18, { fill: greys.fill }),
      rect(bar[0], b - 9, bar[1] * p[k], 18, {
        fill: k === target || target === undefined ? colours.blue : "#7f8c99",
      }),
      text(bar[0] + bar[1] + 50, b + 5, p[k].toFixed(3), {
        ...end,
        "font-weight": k === best ? 600 : undefined,
      }),
      target === undefined
        ? ""
        : text(width, b + 5, signed(error), { ...end, ...small }),
    ].join("");
  };
  const [name] = [labels[best]];
  return drawing(
    width,
    height,
    `At temperature ${short(temperature)}, "${name}" is most probable: ${
      p[best].toFixed(3)
    }.` +
      (loss === undefined
        ? ""
        : ` The cross-entropy for the target "${labels[target!]}" is ${
          loss.toFixed(4)
        }.`),
    [
      heading("From logits to probabilities"),
      text(0, 40, `temperature T = ${short(temperature)}`, {
        "font-weight": 600,
        fill: colours.blue,
      }),
      text(track[0], 62, narrow ? "logit z" : "logit", small),
      narrow
        ? ""
        : text(track[0] + track[1] + 50, 62, "z", { ...end, ...small }),
      narrow ? "" : text(bar[0], 62, "probability p", small),
      narrow ? text(bar[0] + bar[1] + 50, 62, "p", { ...end, ...small }) : "",
      target === undefined
        ? ""
        : text(width, 62, "p − y", { ...end, ...small }),
      ...logits.map(row),
      loss === undefined ? "" : text(
        0,
        rowTop(labels.length) + 24,
        `cross-entropy −log p(${labels[target!]}) = ${loss.toFixed(4)}`,
        { "font-weight": 600, fill: colours.blue },
      ),
    ],
  );
}

/** Three decimals and a true minus sign. */
function signed(value: number): string {
  const digits = Math.abs(value).toFixed(3);
  return (value < 0 && Number(digits) > 0 ? "−" : "") + digits;
}
