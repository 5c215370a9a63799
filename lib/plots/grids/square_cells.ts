/** What figures made of square cells share: axes, frames, captions, a colour bar. @module */
import type { Annotation, Layout, Shape } from "plotly.js-dist";
import { hiddenAxis } from "../theme.ts";

/** Hidden axes of square cells, whose rows are counted from the top. */
export function squareAxes(
  { left, right, top, bottom }: Readonly<
    Record<"left" | "right" | "top" | "bottom", number>
  >,
): Pick<Layout, "xaxis" | "yaxis"> {
  return {
    xaxis: hiddenAxis({ range: [left, right], constrain: "domain" }),
    yaxis: hiddenAxis({
      range: [bottom, top],
      scaleanchor: "x",
      constrain: "domain",
    }),
  };
}

/** A rectangle of cells. */
export interface CellBox {
  /** Of the first cell's centre, as its `top`. */
  readonly left: number;
  readonly top: number;
  readonly rows: number;
  readonly columns: number;
}

/** A line around cells. */
export function frameAround(
  { left, top, rows, columns }: CellBox,
  line: { color: string; width: number },
): Partial<Shape> {
  return {
    type: "rect",
    x0: left - 0.5,
    x1: left + columns - 0.5,
    y0: top - 0.5,
    y1: top + rows - 0.5,
    line,
  };
}

/** A caption above the middle of cells. */
export function captionAbove(
  { left, top, columns }: CellBox,
  text: string,
): Partial<Annotation> {
  return {
    text,
    x: left + (columns - 1) / 2,
    y: top - 0.5,
    yanchor: "bottom",
    showarrow: false,
    font: { size: 12 },
  };
}

/**
 * A thin colour bar.
 *
 * @param rest Plotly's own fields
 */
export function colourBar(title: string, rest: object = {}): object {
  return {
    // The empty line keeps the title away from the topmost number.
    title: { text: `${title}<br>\u00a0`, font: { size: 13 } },
    thickness: 12,
    outlinewidth: 0,
    ...rest,
  };
}
