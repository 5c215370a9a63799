/** The texts of a network diagram. @module */
import type { Annotation } from "plotly.js-dist";
import { greys } from "../theme.ts";
import { centres, type Edge, radius } from "./network_geometry.ts";

/** A weight with its name. */
export function weightText(name: string, weight: number): string {
  return `${name} = ${signed(weight.toFixed(3))}`;
}

/** A derivative of the error with its name. */
export function gradientText(name: string, gradient: number): string {
  const decimals = Math.abs(gradient) < 0.001 ? 6 : 4;
  return `∂E/∂${name} = ${signed(gradient.toFixed(decimals))}`;
}

/** A minus sign for a hyphen. */
function signed(number: string): string {
  return number.replace(/^-/, "−");
}

/** Beside a level arrow; on a slanting one, before it crosses the other. */
export function edgeLabel(
  [, from, to]: Edge,
  text: string,
): Partial<Annotation> {
  const [x0, y0] = centres[from];
  const [x1, y1] = centres[to];
  const level = y0 === y1;
  const part = level ? 0.5 : 0.33;
  return {
    x: x0 + part * (x1 - x0),
    y: y0 + part * (y1 - y0),
    yshift: level ? (y0 === 1 ? 16 : -16) : 0,
    text,
    showarrow: false,
    ...(level ? {} : { bgcolor: "#ffffff", borderpad: 2 }),
    font: { size: 12 },
  };
}

export function targetLabel(
  unit: "o1" | "o2",
  target: number,
  error: number,
  gradient: string,
): Partial<Annotation> {
  const [x, y] = centres[unit];
  const number = unit[1];
  return {
    x: x + 0.27,
    y,
    xanchor: "left",
    align: "left",
    text: `target t${number} = ${target}<br>error E${number} = ${
      error.toFixed(5)
    }${gradient && `<br>${gradient}`}`,
    showarrow: false,
    font: { size: 12 },
  };
}

/** Above the upper hidden unit, below the lower one. */
export function hiddenLabel(
  unit: "h1" | "h2",
  text: string,
): Partial<Annotation> {
  const [x, y] = centres[unit];
  return {
    x,
    y,
    yshift: (unit === "h1" ? 1 : -1) * (radius + 12),
    text,
    showarrow: false,
    font: { size: 12 },
  };
}

export function legend(quantity: "weight" | "gradient"): Partial<Annotation> {
  return {
    x: 1,
    y: 0,
    xref: "paper",
    yref: "paper",
    xanchor: "right",
    yanchor: "bottom",
    text: `line width: size of the ${quantity}; dashed orange: negative`,
    showarrow: false,
    font: { size: 11, color: greys.muted },
  };
}
