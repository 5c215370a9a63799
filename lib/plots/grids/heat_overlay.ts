/** Heat maps over pictures, such as those of Grad-CAM. @module */
import type { Figure } from "../figure.ts";
import { requireSome } from "../require_some.ts";
import type { Panel } from "./panels.ts";
import {
  baseLayout,
  figureWidth,
  greys,
  heatScale,
  hiddenAxis,
  inkScale,
} from "../theme.ts";

/** A picture and its heat map, of the same shape. */
export interface HeatPanel extends Panel {
  /** `[rows · columns]`, at least 0. */
  readonly heat: ArrayLike<number>;
}

/**
 * Draws pictures in a row, in light ink, each with its heat map on top, all on one
 * scale with a colour bar.
 *
 * @param largest The heat that is drawn darkest. Default: the largest there is; give
 *   one where two figures are compared.
 * @throws {RangeError} If there is no picture, or a heat map differs in size
 *   from its picture
 */
export function heatOverlay(
  panels: readonly HeatPanel[],
  { heading, largest = largestHeat(panels) }: {
    heading: string;
    largest?: number;
  },
): Figure {
  requireSome(panels, "heat maps");
  for (const [k, { pixels, heat }] of panels.entries()) {
    if (pixels.length !== heat.length) {
      throw new RangeError(
        `Cannot draw heat maps: heat map ${k} must have ${pixels.length} values: current value is ${heat.length}`,
      );
    }
  }
  const { rows, columns } = panels[0];
  const step = columns + 2;
  const common = { type: "heatmap", zmin: 0 } as const;
  const margin = { l: 12, r: 92, t: 72, b: 12 };
  const sides = margin.l + margin.r;
  const size = Math.min(180, (figureWidth - sides) / panels.length);
  return {
    data: panels.flatMap((panel, k) => {
      const x = Array.from({ length: columns }, (_, c) => k * step + c);
      return [
        {
          ...common,
          x,
          z: matrix(panel.pixels, rows, columns),
          zmax: Math.max(...Array.from(panel.pixels)) || 1,
          colorscale: inkScale,
          showscale: false,
          opacity: 0.4,
          hoverinfo: "skip" as const,
        },
        {
          ...common,
          x,
          z: matrix(panel.heat, rows, columns),
          zmax: largest || 1,
          colorscale: heatScale,
          showscale: k === 0,
          colorbar: {
            // The empty line keeps the title away from the topmost number.
            title: { text: "heat<br>\u00a0", font: { size: 13 } },
            thickness: 12,
            outlinewidth: 0,
            nticks: 4,
          },
          hovertemplate: "heat %{z:.2f}<extra></extra>",
        },
      ];
    }),
    layout: baseLayout({
      heading,
      width: Math.max(400, Math.round(size * panels.length) + sides),
      height: Math.round(size * rows / columns) + margin.t + margin.b,
      margin,
      xaxis: hiddenAxis({
        range: [-1.5, panels.length * step - 1.5],
        constrain: "domain",
      }),
      yaxis: hiddenAxis({
        range: [rows - 0.5, -0.5],
        scaleanchor: "x",
        constrain: "domain",
      }),
      shapes: panels.map((_, k) => ({
        type: "rect",
        x0: k * step - 0.5,
        x1: k * step + columns - 0.5,
        y0: -0.5,
        y1: rows - 0.5,
        line: { color: greys.rule, width: 1 },
      })),
      annotations: panels.map((panel, k) => ({
        text: panel.caption ?? "",
        x: k * step + (columns - 1) / 2,
        y: -0.5,
        yanchor: "bottom",
        showarrow: false,
        font: { size: 12 },
      })),
    }),
    alt: `${heading}: ${panels.length} ${
      panels.length === 1 ? "picture" : "pictures"
    } under heat, ${panels.map(({ caption }) => caption ?? "—").join(", ")}`,
  };
}

/** The largest heat of all panels. */
export function largestHeat(panels: readonly HeatPanel[]): number {
  return Math.max(0, ...panels.flatMap(({ heat }) => Array.from(heat)));
}

function matrix(
  values: ArrayLike<number>,
  rows: number,
  columns: number,
): number[][] {
  return Array.from({ length: rows }, (_, y) =>
    Array.from(
      { length: columns },
      (_, x) => Number(values[y * columns + x].toPrecision(4)),
    ));
}
