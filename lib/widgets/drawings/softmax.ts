/** Logits and the probabilities that softmax makes of them. @module */
import { colours, greys } from "../../plots/theme.ts";
import { short } from "./grid.ts";
import { crossEntropy, softmax } from "./softmax/probabilities.ts";
import {
  logitLimit,
  type SoftmaxData,
  type SoftmaxLayout,
  softmaxLayout,
  type SoftmaxState,
} from "./softmax/layout.ts";
import {
  type Drawing,
  drawing,
  heading,
  line,
  rect,
  small,
  tag,
  text,
} from "./svg.ts";

/** Draws a row for each class: logit, probability, and p − y if there is a target. */
export function softmaxDrawing(
  data: SoftmaxData,
  { logits, temperature }: SoftmaxState,
  width: number,
): Drawing {
  const { labels, target } = data;
  const layout = softmaxLayout(data, width);
  const p = softmax(logits, temperature);
  const best = p.indexOf(Math.max(...p));
  const loss = target === undefined
    ? undefined
    : crossEntropy(logits, target, temperature).toFixed(4);
  return drawing(
    width,
    layout.height,
    `At temperature ${short(temperature)}, "${
      labels[best]
    }" is most probable: ${p[best].toFixed(3)}.` +
      (loss === undefined
        ? ""
        : ` The cross-entropy for the target "${labels[target!]}" is ${loss}.`),
    [
      heading("From logits to probabilities"),
      text(0, 40, `temperature T = ${short(temperature)}`, blue),
      ...columnTitles(data, layout),
      ...logits.map((z, k) =>
        logitOnTrack(data, layout, z, k) +
        probabilityBar(layout, p[k], k, {
          isBest: k === best,
          isGrey: target !== undefined && k !== target,
        }) +
        (target === undefined ? "" : text(
          width,
          layout.barY(k) + 5,
          signed(p[k] - (k === target ? 1 : 0)),
          smallAtEnd,
        ))
      ),
      loss === undefined ? "" : text(
        0,
        layout.rowTop(labels.length) + 24,
        `cross-entropy −log p(${labels[target!]}) = ${loss}`,
        blue,
      ),
    ],
  );
}

const blue = { "font-weight": 600, fill: colours.blue };
const atEnd = { "text-anchor": "end" };
const smallAtEnd = { ...atEnd, ...small };

function columnTitles(
  { target }: SoftmaxData,
  { track, bar, width, isNarrow }: SoftmaxLayout,
): string[] {
  return [
    text(track[0], 62, isNarrow ? "logit z" : "logit", small),
    ...(isNarrow ? [text(endOf(bar), 62, "p", smallAtEnd)] : [
      text(endOf(track), 62, "z", smallAtEnd),
      text(bar[0], 62, "probability p", small),
    ]),
    target === undefined ? "" : text(width, 62, "p − y", smallAtEnd),
  ];
}

/** The right end of the numbers behind a track. */
function endOf([left, length]: readonly [number, number]): number {
  return left + length + 50;
}

/** The class's name, and its logit on a track with a mark at 0. */
function logitOnTrack(
  { labels, logits, target }: SoftmaxData,
  { track, trackY }: SoftmaxLayout,
  z: number,
  k: number,
): string {
  const limit = logitLimit(logits);
  const [left, length] = track;
  const at = (z: number) => left + length * (z + limit) / (2 * limit);
  const y = trackY(k);
  const stroke = z < 0 ? colours.vermillion : colours.blue;
  return [
    text(0, y + 5, labels[k], {
      "font-weight": k === target ? 600 : undefined,
    }),
    line(left, y, left + length, y, {
      "stroke-width": 4,
      "stroke-linecap": "round",
    }),
    line(at(0), y - 7, at(0), y + 7, { stroke: greys.muted }),
    line(at(0), y, at(z), y, { "stroke-width": 6, stroke }),
    tag("circle", {
      cx: at(z),
      cy: y,
      r: 8,
      fill: "#ffffff",
      stroke,
      "stroke-width": 3,
    }),
    text(endOf(track), y + 5, short(z), atEnd),
  ].join("");
}

function probabilityBar(
  { bar, barY }: SoftmaxLayout,
  p: number,
  k: number,
  { isBest, isGrey }: { readonly isBest: boolean; readonly isGrey: boolean },
): string {
  const [left, length] = bar;
  const y = barY(k);
  return rect(left, y - 9, length, 18, { fill: greys.fill }) +
    rect(left, y - 9, length * p, 18, {
      fill: isGrey ? "#7f8c99" : colours.blue,
    }) +
    text(endOf(bar), y + 5, p.toFixed(3), {
      ...atEnd,
      "font-weight": isBest ? 600 : undefined,
    });
}

/** Three decimals and a true minus sign. */
function signed(value: number): string {
  const digits = Math.abs(value).toFixed(3);
  return (value < 0 && Number(digits) > 0 ? "−" : "") + digits;
}
