/** A pad to draw on, the image that a network gets, and the answers. @module */
import { COLUMNS, ROWS } from "../../data/digits.ts";
import { colours } from "../../plots/theme.ts";
import type { PadDrawing } from "../pad/drawing.ts";
import { ranking, type Reader } from "../pad/readers.ts";
import { penRadius, pixelsOfStrokes, type Point } from "../pad/strokes.ts";
import { answerBar, answersInWords, answerTitle } from "./digit_pad/answers.ts";
import { cells } from "./grid.ts";
import {
  type Drawing,
  drawing,
  heading,
  polyline,
  rect,
  tag,
  text,
} from "./svg.ts";

/** The most answers that are listed. */
const most = 10;
/** Where things lie at a width, in CSS pixels. */
export function digitPadLayout(width: number): {
  readonly pad: { x: number; y: number; width: number; height: number };
  readonly image: { x: number; y: number; cell: number };
  readonly bars: { x: number; y: number; width: number; step: number };
  readonly height: number;
} {
  const isWide = width >= 560;
  const cell = isWide ? 9 : Math.max(5, Math.floor((width - 12) / 42));
  const side = COLUMNS * cell;
  const [top, gap] = [52, isWide ? 24 : 12];
  const small = isWide ? 4 : Math.floor(cell / 2);
  const right = side + gap + COLUMNS * small;
  return {
    pad: { x: 1, y: top, width: side, height: side },
    image: { x: side + gap, y: top, cell: small },
    bars: isWide
      ? { x: right + gap, y: top, width: width - right - gap, step: side / 10 }
      : { x: 0, y: top + side + 32, width, step: 26 },
    height: isWide ? top + side + 2 : top + side + 32 + 260,
  };
}

/** Draws the state. */
export function digitPadDrawing(
  reader: Reader,
  state: PadDrawing,
  width: number,
): Drawing {
  const { pad, image, bars, height } = digitPadLayout(width);
  const pixels = pixelsOfStrokes(state.strokes);
  const answers = pixels && reader.read(pixels);
  const order = answers ? ranking(reader, answers) : [];
  const listed = reader.labels.length <= most
    ? reader.labels.map((_, k) => k)
    : answers
    ? order.slice(0, most)
    : [];
  return drawing(
    width,
    height,
    `${answersInWords(reader, answers, order)}${penInWords(state)}`,
    [
      heading(answerTitle(reader, answers, order)),
      text(pad.x, pad.y - 10, "your drawing"),
      text(image.x, image.y - 10, `${ROWS} × ${COLUMNS}`),
      text(
        bars.x,
        bars.y - 10,
        barsTitle(reader, listed.length),
      ),
      drawnStrokes(state, pad),
      cells(
        {
          rows: ROWS,
          columns: COLUMNS,
          values: pixels ?? new Uint8Array(ROWS * COLUMNS),
        },
        { ...image, high: 255 },
      ),
      ...listed.map((label, row) =>
        answerBar(reader, label, {
          ...bars,
          y: bars.y + row * bars.step,
          value: answers?.[label],
          wins: label === order[0],
        })
      ),
    ],
  );
}

function barsTitle({ kind, labels }: Reader, listed: number): string {
  if (kind === "distances") return "distance from each mean";
  return listed < labels.length ? "the most probable" : "probabilities";
}

function drawnStrokes(
  { strokes, pen }: PadDrawing,
  { x, y, width, height }: {
    x: number;
    y: number;
    width: number;
    height: number;
  },
): string {
  const unit = width / COLUMNS;
  const at = ([px, py]: Point) => [x + px * unit, y + py * unit] as const;
  return rect(x, y, width, height, { fill: "#ffffff" }) +
    strokes.map((points) =>
      polyline([...points, points.at(-1)!].map(at), {
        stroke: "#000000",
        "stroke-width": 2 * penRadius * unit,
        "stroke-linecap": "round",
      })
    ).join("") +
    (pen
      ? tag("circle", {
        cx: at(pen.at)[0],
        cy: at(pen.at)[1],
        r: penRadius * unit,
        fill: pen.down ? colours.vermillion : "#ffffff",
        stroke: colours.vermillion,
        "stroke-width": 2,
      })
      : "") +
    rect(x - 0.5, y - 0.5, width + 1, height + 1, {
      fill: "none",
      stroke: "#767676",
    });
}

function penInWords({ pen }: PadDrawing): string {
  if (!pen) return "";
  const [x, y] = pen.at;
  return ` The pen is ${pen.down ? "down" : "up"} in row ${
    Math.floor(y)
  }, column ${Math.floor(x)}.`;
}
