/** Small pictures in a grid: digits, kernels, feature maps. @module */
import type { Data } from "plotly.js-dist";
import type { Figure } from "../figure.ts";
import { requireSome } from "../require_some.ts";
import {
  baseLayout,
  type ColourStops,
  figureWidth,
  greys,
  inkScale,
} from "../theme.ts";
import { type Panel, roundedMatrixOf } from "./panels.ts";
import {
  captionAbove,
  type CellBox,
  colourBar,
  frameAround,
  squareAxes,
} from "./square_cells.ts";

/** Options of {@linkcode imageGrid}. */
export interface GridOptions {
  /** Title of the figure. */
  readonly heading: string;
  /** Pictures per row. Default: 10. */
  readonly perRow?: number;
  /** Width of one picture in CSS pixels. Default: what fills the figure. */
  readonly size?: number;
  /** Default: white to black. */
  readonly scale?: ColourStops;
  /** Values at both ends of the scale. Default: the smallest and the largest. */
  readonly range?: readonly [number, number];
  /** Title of the colour bar. Default: no colour bar. */
  readonly barTitle?: string;
  /** Whether each picture has a thin border. Default: false. */
  readonly framed?: boolean;
}

/** Space between pictures, as a fraction of their size. */
const gap = 0.1;
/** Height of a caption's line in CSS pixels. */
const captionPixels = 17;

/**
 * Draws pictures of the same shape in rows.
 *
 * @throws {RangeError} If there is no picture, one differs in shape from the
 *   first, or the number of its pixels does not match its shape
 */
export function imageGrid(
  panels: readonly Panel[],
  options: GridOptions,
): Figure {
  checkPanels(panels);
  const { rows, columns } = panels[0];
  const { heading, barTitle, framed = false } = options;
  const margin = { l: 12, r: barTitle ? 92 : 12, t: 44, b: 12 };
  const mosaic = layOut(panels, options, figureWidth - margin.l - margin.r);
  const { boxes, width, height, cellsPerPixel } = mosaic;
  return {
    data: [mosaicTrace(panels, mosaic, options)],
    layout: baseLayout({
      heading,
      width: Math.max(
        barTitle ? 420 : 360,
        Math.round(width / cellsPerPixel) + margin.l + margin.r,
      ),
      height: Math.round(height / cellsPerPixel) + margin.t + margin.b,
      margin,
      ...squareAxes({
        left: -0.5,
        right: width - 0.5,
        top: -0.5,
        bottom: height - 0.5,
      }),
      shapes: framed
        ? boxes.map((box) => frameAround(box, { color: greys.rule, width: 1 }))
        : [],
      annotations: panels.flatMap(({ caption }, k) =>
        caption ? [captionAbove(boxes[k], caption)] : []
      ),
    }),
    alt: `${panels.length} ${
      panels.length === 1 ? "picture" : "pictures"
    } of ${rows} by ${columns} pixels: ${heading}`,
  };
}

/** Pictures in rows. Their pixels are cells. */
interface Mosaic {
  /** Where each picture lies. */
  readonly boxes: readonly CellBox[];
  /** In cells, as the height. */
  readonly width: number;
  readonly height: number;
  /** In a CSS pixel of the screen. */
  readonly cellsPerPixel: number;
}

/** @param room Width that is there for pictures without a size, in CSS pixels. */
function layOut(
  panels: readonly Panel[],
  { perRow: most = 10, size }: GridOptions,
  room: number,
): Mosaic {
  const { rows, columns } = panels[0];
  const perRow = Math.min(most, panels.length);
  const side = size ?? Math.floor(room / (perRow * (1 + gap)));
  const lines = Math.max(
    ...panels.map(({ caption }) => caption?.split("<br>").length ?? 0),
  );
  const cellsPerPixel = columns / side;
  const captionRows = Math.ceil(lines * captionPixels * cellsPerPixel);
  const stepX = columns + Math.max(1, Math.round(gap * columns));
  const stepY = captionRows + rows + Math.max(1, Math.round(gap * rows));
  return {
    boxes: panels.map((_, k) => ({
      left: k % perRow * stepX,
      top: Math.floor(k / perRow) * stepY + captionRows,
      rows,
      columns,
    })),
    width: perRow * stepX,
    height: Math.ceil(panels.length / perRow) * stepY,
    cellsPerPixel,
  };
}

function mosaicTrace(
  panels: readonly Panel[],
  mosaic: Mosaic,
  { scale = inkScale, range, barTitle }: GridOptions,
): Data {
  const [zmin, zmax] = range ?? extremes(panels);
  return {
    type: "heatmap",
    z: cellsOf(panels, mosaic),
    colorscale: scale,
    zmin,
    zmax,
    showscale: barTitle !== undefined,
    colorbar: colourBar(barTitle ?? ""),
    hovertemplate: "%{z}<extra></extra>",
    hoverongaps: false,
  };
}

/** All pictures in one matrix, with `null` between them. */
function cellsOf(
  panels: readonly Panel[],
  { boxes, width, height }: Mosaic,
): (number | null)[][] {
  const cells = Array.from(
    { length: height },
    () => new Array<number | null>(width).fill(null),
  );
  for (const [k, panel] of panels.entries()) {
    const { left, top, columns } = boxes[k];
    for (const [row, values] of roundedMatrixOf(panel).entries()) {
      cells[top + row].splice(left, columns, ...values);
    }
  }
  return cells;
}

function extremes(panels: readonly Panel[]): [number, number] {
  let low = Infinity;
  let high = -Infinity;
  for (const { pixels } of panels) {
    for (let k = 0; k < pixels.length; k++) {
      low = Math.min(low, pixels[k]);
      high = Math.max(high, pixels[k]);
    }
  }
  return [low, high > low ? high : low + 1];
}

function checkPanels(panels: readonly Panel[]): void {
  requireSome(panels, "pictures");
  const { rows, columns } = panels[0];
  for (const [k, panel] of panels.entries()) {
    const right = panel.rows === rows && panel.columns === columns &&
      panel.pixels.length === rows * columns;
    if (!right) {
      throw new RangeError(
        `Cannot draw pictures: picture ${k} must have ${rows} × ${columns} pixels: current value is ${panel.rows} × ${panel.columns} with ${panel.pixels.length}`,
      );
    }
  }
}
