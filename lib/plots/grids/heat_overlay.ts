/** Heat maps over pictures, such as those of Grad-CAM. @module */
import type { Data } from "plotly.js-dist";
import type { Figure } from "../figure.ts";
import { requireSome } from "../require_some.ts";
import { type Panel, roundedMatrixOf } from "./panels.ts";
import {
  captionAbove,
  type CellBox,
  colourBar,
  frameAround,
  squareAxes,
} from "./square_cells.ts";
import {
  baseLayout,
  figureWidth,
  greys,
  heatScale,
  inkScale,
} from "../theme.ts";

/** A picture and its heat map, of the same shape. */
export interface HeatPanel extends Panel {
  /** `[rows · columns]`, at least 0. */
  readonly heat: ArrayLike<number>;
}

/** Empty columns between two pictures. */
const gap = 2;

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
  requireSameSize(panels);
  const { rows, columns } = panels[0];
  const step = columns + gap;
  const boxes = panels.map((_, k) => ({
    left: k * step,
    top: 0,
    rows,
    columns,
  }));
  const margin = { l: 12, r: 92, t: 72, b: 12 };
  const sides = margin.l + margin.r;
  const size = Math.min(180, (figureWidth - sides) / panels.length);
  return {
    data: panels.flatMap((panel, k) => [
      inkTrace(panel, boxes[k]),
      heatTrace(panel, boxes[k], { largest, showscale: k === 0 }),
    ]),
    layout: baseLayout({
      heading,
      width: Math.max(400, Math.round(size * panels.length) + sides),
      height: Math.round(size * rows / columns) + margin.t + margin.b,
      margin,
      ...squareAxes({
        left: -1.5,
        right: panels.length * step - 1.5,
        top: -0.5,
        bottom: rows - 0.5,
      }),
      shapes: boxes.map((box) =>
        frameAround(box, { color: greys.rule, width: 1 })
      ),
      annotations: panels.map(({ caption = "" }, k) =>
        captionAbove(boxes[k], caption)
      ),
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

/** The picture in light ink. */
function inkTrace(picture: Panel, box: CellBox): Data {
  return {
    type: "heatmap",
    zmin: 0,
    x: columnsOf(box),
    z: roundedMatrixOf(picture),
    zmax: Math.max(...Array.from(picture.pixels)) || 1,
    colorscale: inkScale,
    showscale: false,
    opacity: 0.4,
    hoverinfo: "skip",
  };
}

function heatTrace(
  { heat, rows, columns }: HeatPanel,
  box: CellBox,
  { largest, showscale }: { largest: number; showscale: boolean },
): Data {
  return {
    type: "heatmap",
    zmin: 0,
    x: columnsOf(box),
    z: roundedMatrixOf({ pixels: heat, rows, columns }),
    zmax: largest || 1,
    colorscale: heatScale,
    showscale,
    colorbar: colourBar("heat", { nticks: 4 }),
    hovertemplate: "heat %{z:.2f}<extra></extra>",
  };
}

function columnsOf({ left, columns }: CellBox): number[] {
  return Array.from({ length: columns }, (_, column) => left + column);
}

function requireSameSize(panels: readonly HeatPanel[]): void {
  for (const [k, { pixels, heat }] of panels.entries()) {
    if (pixels.length === heat.length) continue;
    throw new RangeError(
      `Cannot draw heat maps: heat map ${k} must have ${pixels.length} values: current value is ${heat.length}`,
    );
  }
}
