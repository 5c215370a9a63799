/** What a network makes of a digit: probabilities, heat, feature maps. @module */
import {
  amountScale,
  colours,
  type ColourStops,
  greys,
  heatScale,
  signedScale,
} from "../../plots/theme.ts";
import { cells, colourAt, type Grid, short } from "./grid.ts";
import { type Drawing, drawing, heading, rect, tag, text } from "./svg.ts";

/** Levels of a packed number, from 0 to this; about as many as a picture tells apart. */
export const levels = 48;

/** A layer's maps, the same for all digits. */
export interface InspectedLayer {
  readonly name: string;
  /** Maps of one digit. */
  readonly count: number;
  readonly rows: number;
  readonly columns: number;
  /** The number at level 0: 0, or −high where the layer has negative numbers. */
  readonly low: number;
  /** The number at the last level, the largest |number| of all digits. */
  readonly high: number;
}

/** All digits, packed. */
export interface InspectorData<Bytes = Uint8Array> {
  readonly rows: number;
  readonly columns: number;
  /** Names of the classes. */
  readonly classes: readonly string[];
  /** The heat at the last level, the largest of all digits. */
  readonly hottest: number;
  readonly layers: readonly InspectedLayer[];
  readonly digits: readonly {
    readonly label: number;
    readonly probabilities: readonly number[];
  }[];
  /** Of each digit: pixels from 0 to 255, levels of its heat, levels of its maps. */
  readonly bytes: Bytes;
}

/** What the controls set. */
export interface InspectorState {
  /** Index of a digit. */
  readonly digit: number;
  /** Index of a layer. */
  readonly layer: number;
}

/** Bytes of one digit. */
function stride({ rows, columns, layers }: InspectorData): number {
  return layers.reduce(
    (sum, { count, rows, columns }) => sum + count * rows * columns,
    2 * rows * columns,
  );
}

/** A digit's pixels, from 0 to 255. */
export function pixelsAt(data: InspectorData, digit: number): Grid {
  const { rows, columns, bytes } = data;
  const start = digit * stride(data);
  const values = bytes.subarray(start, start + rows * columns);
  return { rows, columns, values };
}

/** A digit's heat, in levels. */
function heatAt(data: InspectorData, digit: number): Grid {
  const { rows, columns, bytes } = data;
  const start = digit * stride(data) + rows * columns;
  const values = bytes.subarray(start, start + rows * columns);
  return { rows, columns, values };
}

/** The maps of one layer, in levels. */
function mapsAt(data: InspectorData, digit: number, layer: number): Grid[] {
  const before = data.layers.slice(0, layer);
  let start = digit * stride(data) + 2 * data.rows * data.columns;
  for (const { count, rows, columns } of before) {
    start += count * rows * columns;
  }
  const { count, rows, columns } = data.layers[layer];
  return Array.from({ length: count }, (_, k) => {
    const from = start + k * rows * columns;
    const values = data.bytes.subarray(from, from + rows * columns);
    return { rows, columns, values };
  });
}

/** The index of the most probable class. */
export function answerOf({ digits }: InspectorData, digit: number): number {
  const { probabilities } = digits[digit];
  return probabilities.indexOf(Math.max(...probabilities));
}

const top = 50;

/** Draws one digit, its heat, its probabilities and its maps in one layer. */
export function inspectorDrawing(
  data: InspectorData,
  { digit, layer }: InspectorState,
  width: number,
): Drawing {
  const { classes, rows, columns } = data;
  const { label, probabilities } = data.digits[digit];
  const answer = answerOf(data, digit);
  const [truth, said] = [classes[label], classes[answer]];
  const probability = probabilities[answer].toFixed(3);
  const narrow = width < 520;
  const gap = narrow ? 12 : 20;
  const cell = Math.max(
    1,
    Math.floor(2 * Math.min((width - gap - 2) / (2 * columns), 160 / columns)) /
      2,
  );
  const small = { "font-size": 12, fill: greys.muted };
  const pixels = pixelsAt(data, digit);
  const heatX = 1 + columns * cell + gap;
  const heatRight = heatX + columns * cell;
  const hottest = short(data.hottest);
  // Between the word and the largest heat
  const heatBar = {
    x: heatX + 62,
    y: top - 17,
    width: Math.max(0, columns * cell - 68 - 7 * hottest.length),
  };
  const barX = narrow ? 1 : heatX + columns * cell + gap;
  const barTop = narrow ? top + rows * cell + 30 : top;
  const step = narrow ? 20 : Math.max(16, rows * cell / classes.length);
  const name = 8 * Math.max(...classes.map((words) => words.length)) + 10;
  const bar = width - barX - name - 44;
  const barBottom = barTop + classes.length * step;
  const bars = probabilities.map((p, k) => {
    const y = barTop + k * step;
    const weight = k === answer ? 600 : undefined;
    return text(barX, y + step / 2 + 4, classes[k], {
      "font-weight": k === label ? 600 : undefined,
      fill: k === label ? colours.blue : undefined,
    }) +
      rect(barX + name, y + 2, bar, step - 4, { fill: greys.fill }) +
      rect(barX + name, y + 2, bar * p, step - 4, {
        fill: k === label ? colours.blue : "#7f8c99",
      }) +
      text(width, y + step / 2 + 4, p.toFixed(3), {
        "text-anchor": "end",
        "font-size": 12,
        "font-weight": weight,
      });
  });
  const mapsTop = Math.max(top + rows * cell, barBottom) + 34;
  const maps = layerMaps(data, { digit, layer }, { width, top: mapsTop });
  return drawing(
    width,
    maps.bottom,
    `A ${truth}, read as ${said} with probability ${probability}.` +
      (maps.alt === "" ? "" : ` ${maps.alt}.`),
    [
      heading(`A ${truth}, read as ${said}: ${probability}`),
      text(1, top - 8, "digit", small),
      cells(pixels, { x: 1, y: top, cell, high: 255 }),
      text(heatX, top - 8, "evidence", small),
      colourBar(heatScale, heatBar),
      text(heatRight, top - 8, hottest, { ...small, "text-anchor": "end" }),
      `<g opacity="0.4">${
        cells(pixels, { x: heatX, y: top, cell, high: 255 })
      }</g>`,
      cells(heatAt(data, digit), {
        x: heatX,
        y: top,
        cell,
        scale: heatScale,
        high: levels,
        ground: "none",
      }),
      text(barX, barTop - 8, "probability", small),
      ...bars,
      ...maps.parts,
    ],
  );
}

/** The maps of a layer in rows, and their colour scale. */
function layerMaps(
  data: InspectorData,
  { digit, layer }: InspectorState,
  { width, top }: { readonly width: number; readonly top: number },
): { parts: string[]; bottom: number; alt: string } {
  if (data.layers.length === 0) return { parts: [], bottom: top, alt: "" };
  const { name, count, rows, columns, low, high } = data.layers[layer];
  const perRow = Math.min(count, width < 520 ? 4 : 8);
  const space = 6;
  const across = (width - 2 - (perRow - 1) * space) / perRow;
  const cell = Math.max(
    0.5,
    Math.floor(4 * Math.min(across, 90) / columns) / 4,
  );
  const scale = low < 0 ? signedScale : amountScale;
  const lines = Math.ceil(count / perRow);
  const bottom = top + lines * (rows * cell + space);
  const small = { "font-size": 12, fill: greys.muted };
  const scaleWidth = Math.min(width - 2, 200);
  return {
    alt: `Layer ${name}: ${count} maps of ${rows}×${columns}`,
    bottom: bottom + 46,
    parts: [
      text(1, top - 8, `${name}: ${count} maps of ${rows}×${columns}`, small),
      ...mapsAt(data, digit, layer).map((map, k) => {
        const x = 1 + k % perRow * (columns * cell + space);
        const y = top + Math.floor(k / perRow) * (rows * cell + space);
        return cells(map, { x, y, cell, scale, high: levels }) +
          text(x + 3, y + 11, String(k), { "font-size": 10 });
      }),
      colourBar(scale, { x: 1, y: bottom + 10, width: scaleWidth }),
      text(1, bottom + 36, short(low), small),
      text(1 + scaleWidth, bottom + 36, short(high), {
        ...small,
        "text-anchor": "end",
      }),
      width < 520 ? "" : text(
        scaleWidth + 16,
        bottom + 20,
        "one scale for all digits",
        small,
      ),
    ],
  };
}

/** A colour scale from its start, at the left, to its end. */
function colourBar(
  scale: ColourStops,
  { x, y, width }: {
    readonly x: number;
    readonly y: number;
    readonly width: number;
  },
): string {
  const steps = 40;
  const parts = Array.from({ length: steps }, (_, k) => {
    const fill = colourAt(scale, (k + 0.5) / steps);
    return rect(x + k * width / steps, y, width / steps, 10, { fill });
  });
  // Crisp, since half-transparent colours would add up where the parts touch
  return tag("g", { "shape-rendering": "crispEdges" }, parts.join(""));
}
