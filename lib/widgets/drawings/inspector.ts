/** What a network makes of a digit: probabilities, heat, feature maps. @module */
import { colours, greys, heatScale } from "../../plots/theme.ts";
import { colourBar } from "./colour_bar.ts";
import { cells, short } from "./grid.ts";
import {
  answerOf,
  heatAt,
  type InspectorData,
  levels,
  pixelsAt,
} from "./inspector/data.ts";
import { layerMaps } from "./inspector/layer_maps.ts";
import {
  crisp,
  type Drawing,
  drawing,
  heading,
  rect,
  small,
  text,
} from "./svg.ts";

/** What the controls set. */
export interface InspectorState {
  /** Index of a digit. */
  readonly digit: number;
  /** Index of a layer. */
  readonly layer: number;
}

/** Where the digit, its heat and its probabilities lie, in CSS pixels. */
interface InspectorLayout {
  /** Side of a pixel of the digit, and of its heat. */
  readonly cell: number;
  readonly heatX: number;
  /** Of the probabilities: their left edge, upper edge and row height. */
  readonly bars: {
    readonly x: number;
    readonly y: number;
    readonly step: number;
  };
}

const top = 50;

/** The probabilities are beside the heat, or below the digit where the width is small. */
function inspectorLayout(
  { rows, columns, classes }: InspectorData,
  width: number,
): InspectorLayout {
  const isNarrow = width < 520;
  const gap = isNarrow ? 12 : 20;
  const room = Math.min((width - gap - 2) / (2 * columns), 160 / columns);
  const cell = Math.max(1, Math.floor(2 * room) / 2);
  const heatX = 1 + columns * cell + gap;
  return {
    cell,
    heatX,
    bars: isNarrow ? { x: 1, y: top + rows * cell + 30, step: 20 } : {
      x: heatX + columns * cell + gap,
      y: top,
      step: Math.max(16, rows * cell / classes.length),
    },
  };
}

/** Draws one digit, its heat, its probabilities and its maps in one layer. */
export function inspectorDrawing(
  data: InspectorData,
  { digit, layer }: InspectorState,
  width: number,
): Drawing {
  const { label, probabilities } = data.digits[digit];
  const answer = answerOf(data, digit);
  const [truth, said] = [data.classes[label], data.classes[answer]];
  const probability = probabilities[answer].toFixed(3);
  const layout = inspectorLayout(data, width);
  const { cell, bars } = layout;
  const barsBottom = bars.y + data.classes.length * bars.step;
  const maps = layerMaps(data, { digit, layer }, {
    width,
    top: Math.max(top + data.rows * cell, barsBottom) + 34,
  });
  return drawing(
    width,
    maps.bottom,
    `A ${truth}, read as ${said} with probability ${probability}.` +
      (maps.alt === "" ? "" : ` ${maps.alt}.`),
    [
      heading(`A ${truth}, read as ${said}: ${probability}`),
      text(1, top - 8, "digit", small),
      cells(pixelsAt(data, digit), { x: 1, y: top, cell, high: 255 }),
      ...heatOverDigit(data, digit, layout),
      text(bars.x, bars.y - 8, "probability", small),
      ...probabilityBars(data, digit, { ...bars, right: width }),
      ...maps.parts,
    ],
  );
}

/** The digit in light ink under its heat, and the scale of the heat. */
function heatOverDigit(
  data: InspectorData,
  digit: number,
  { cell, heatX: x }: InspectorLayout,
): string[] {
  const width = data.columns * cell;
  const hottest = short(data.hottest);
  // Between the word and the largest heat
  const scaleWidth = Math.max(0, width - 68 - 7 * hottest.length);
  const digitStyle = { x, y: top, cell, high: 255 };
  return [
    text(x, top - 8, "evidence", small),
    crisp(
      colourBar(heatScale, {
        x: x + 62,
        y: top - 17,
        width: scaleWidth,
        height: 10,
      }),
    ),
    text(x + width, top - 8, hottest, { ...small, "text-anchor": "end" }),
    `<g opacity="0.4">${cells(pixelsAt(data, digit), digitStyle)}</g>`,
    cells(heatAt(data, digit), {
      x,
      y: top,
      cell,
      scale: heatScale,
      high: levels,
      ground: "none",
    }),
  ];
}

/** A bar for each class; the right class is blue, the answer's number is bold. */
function probabilityBars(
  data: InspectorData,
  digit: number,
  { x, y: top, step, right }: InspectorLayout["bars"] & {
    readonly right: number;
  },
): string[] {
  const { classes } = data;
  const { label, probabilities } = data.digits[digit];
  const answer = answerOf(data, digit);
  const names = 8 * Math.max(...classes.map((name) => name.length)) + 10;
  const width = right - x - names - 44;
  return probabilities.map((p, k) => {
    const y = top + k * step;
    const isRight = k === label;
    return text(x, y + step / 2 + 4, classes[k], {
      "font-weight": isRight ? 600 : undefined,
      fill: isRight ? colours.blue : undefined,
    }) +
      rect(x + names, y + 2, width, step - 4, { fill: greys.fill }) +
      rect(x + names, y + 2, width * p, step - 4, {
        fill: isRight ? colours.blue : "#7f8c99",
      }) +
      text(right, y + step / 2 + 4, p.toFixed(3), {
        "text-anchor": "end",
        "font-size": 12,
        "font-weight": k === answer ? 600 : undefined,
      });
  });
}
