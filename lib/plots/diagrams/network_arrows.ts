/** The arrows of a network diagram, as wide as weights or gradients are large. @module */
import type { Shape } from "plotly.js-dist";
import { colours } from "../theme.ts";
import { centres, radius, type Unit } from "./network_geometry.ts";

/** Widths in CSS pixels; the same in every diagram, so that diagrams compare. */
const widths = {
  least: 1,
  most: 12,
  /** Of a weight of 1, beyond the least. */
  weight: 3.5,
  /** Of a gradient of 1, beyond the least. */
  gradient: 50,
};

/** Pixels per unit of the axes, at the diagram's width and height. */
const pixels = { x: 688 / 4.7, y: 356 / 1.9 };

/** Lengths that don't grow with the width; plotly.js's types leave them out. */
const dashed = "12px,6px" as string as NonNullable<Shape["line"]>["dash"];

/**
 * An arrow between two units: solid blue for a positive value, dashed orange for a
 * negative one. Widths of weights and of gradients have scales of their own.
 */
export function arrow(
  start: Unit,
  end: Unit,
  value: number,
  quantity: "weight" | "gradient",
): Partial<Shape>[] {
  const color = value < 0 ? colours.vermillion : colours.blue;
  const width = Math.min(
    widths.most,
    widths.least + widths[quantity] * Math.abs(value),
  );
  const { length, at } = lineBetween(start, end);
  const neck = length - radius - 12;
  const half = 4 + width / 2;
  const [x0, y0] = at(radius, 0); // so that a dash begins at the circle
  const [x1, y1] = at(neck, 0);
  const head = [
    at(neck, half),
    at(length - radius - 1, 0),
    at(neck, -half),
  ];
  return [
    {
      type: "line",
      layer: "below",
      x0,
      y0,
      x1,
      y1,
      line: { color, dash: value < 0 ? dashed : "solid", width },
    },
    {
      type: "path",
      layer: "below",
      path: `M${head.map(([x, y]) => `${x},${y}`).join("L")}Z`,
      fillcolor: color,
      line: { width: 0 },
    },
  ];
}

/** The line from the centre of a unit to that of another. */
function lineBetween(start: Unit, end: Unit): {
  /** In CSS pixels. */
  length: number;
  /** The point so many pixels along the line, and so many beside it. */
  at: (along: number, beside: number) => [x: number, y: number];
} {
  const [x0, y0] = centres[start];
  const [dx, dy] = [centres[end][0] - x0, centres[end][1] - y0];
  const length = Math.hypot(dx * pixels.x, dy * pixels.y);
  return {
    length,
    at: (along, beside) => [
      x0 + along / length * dx - beside / length * dy * pixels.y / pixels.x,
      y0 + along / length * dy + beside / length * dx * pixels.x / pixels.y,
    ],
  };
}
