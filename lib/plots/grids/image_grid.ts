/** Small pictures in a grid: digits, kernels, feature maps. @module */
import type { Annotation } from "plotly.js-dist";
import type { Figure } from "../figure.ts";
import { requireSome } from "../require_some.ts";
import {
  baseLayout,
  type ColourStops,
  greys,
  hiddenAxis,
  inkScale,
} from "../theme.ts";
import type { Panel } from "./panels.ts";

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
  const perRow = Math.min(options.perRow ?? 10, panels.length);
  const gridRows = Math.ceil(panels.length / perRow);
  const margin = { l: 12, r: options.barTitle ? 92 : 12, t: 44, b: 12 };
  const size = options.size ??
    Math.floor((720 - margin.l - margin.r) / (perRow * (1 + gap)));
  const lines = Math.max(
    ...panels.map(({ caption }) => caption?.split("<br>").length ?? 0),
  );
  // All distances below are in pixels of the pictures, not of the screen.
  const toPixels = columns / size;
  const stepX = columns + Math.max(1, Math.round(gap * columns));
  const captionRows = Math.ceil(lines * captionPixels * toPixels);
  const stepY = rows + captionRows + Math.max(1, Math.round(gap * rows));
  const width = perRow * stepX;
  const height = gridRows * stepY;
  const [low, high] = options.range ?? extremes(panels);
  return {
    data: [{
      type: "heatmap",
      z: mosaic(panels, { perRow, stepX, stepY, captionRows, width, height }),
      colorscale: options.scale ?? inkScale,
      zmin: low,
      zmax: high,
      showscale: options.barTitle !== undefined,
      colorbar: {
        // The empty line keeps the title away from the topmost number.
        title: {
          text: `${options.barTitle ?? ""}<br>\u00a0`,
          font: { size: 13 },
        },
        thickness: 12,
        outlinewidth: 0,
      },
      hovertemplate: "%{z}<extra></extra>",
      hoverongaps: false,
    }],
    layout: baseLayout({
      heading: options.heading,
      width: Math.max(
        options.barTitle ? 420 : 360,
        Math.round(width / toPixels) + margin.l + margin.r,
      ),
      height: Math.round(height / toPixels) + margin.t + margin.b,
      margin,
      xaxis: hiddenAxis({
        range: [-0.5, width - 0.5],
        constrain: "domain",
      }),
      yaxis: hiddenAxis({
        range: [height - 0.5, -0.5],
        scaleanchor: "x",
        constrain: "domain",
      }),
      shapes: options.framed
        ? panels.map((_, k) => {
          const x0 = (k % perRow) * stepX - 0.5;
          const y0 = Math.floor(k / perRow) * stepY + captionRows - 0.5;
          return {
            type: "rect" as const,
            ...{ x0, x1: x0 + columns, y0, y1: y0 + rows },
            line: { color: greys.rule, width: 1 },
          };
        })
        : [],
      annotations: panels.flatMap((panel, k) =>
        panel.caption
          ? [captionAbove(panel.caption, {
            x: (k % perRow) * stepX + (columns - 1) / 2,
            y: Math.floor(k / perRow) * stepY + captionRows - 0.5,
          })]
          : []
      ),
    }),
    alt: `${panels.length} ${
      panels.length === 1 ? "picture" : "pictures"
    } of ${rows} by ${columns} pixels: ${options.heading}`,
  };
}

function captionAbove(
  text: string,
  { x, y }: { x: number; y: number },
): Partial<Annotation> {
  return {
    text,
    x,
    y,
    yanchor: "bottom",
    showarrow: false,
    font: { size: 12 },
  };
}

/** All pictures in one matrix, with `null` between them. */
function mosaic(
  panels: readonly Panel[],
  at: {
    perRow: number;
    stepX: number;
    stepY: number;
    captionRows: number;
    width: number;
    height: number;
  },
): (number | null)[][] {
  const z = Array.from(
    { length: at.height },
    () => new Array<number | null>(at.width).fill(null),
  );
  for (const [k, { pixels, rows, columns }] of panels.entries()) {
    const left = (k % at.perRow) * at.stepX;
    const top = Math.floor(k / at.perRow) * at.stepY + at.captionRows;
    for (let y = 0; y < rows; y++) {
      for (let x = 0; x < columns; x++) {
        z[top + y][left + x] = Number(pixels[y * columns + x].toPrecision(4));
      }
    }
  }
  return z;
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
