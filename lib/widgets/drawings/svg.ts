/**
 * Drawings as SVG text. Widgets draw with it in the page, and Deno draws the
 * picture that stands in their place where no scripts run.
 *
 * @module
 */
import { fontFamily, greys } from "../../plots/theme.ts";

/** A picture in one state of a widget. */
export interface Drawing {
  /** The whole picture, an `<svg>` element. */
  readonly svg: string;
  /** In CSS pixels. */
  readonly width: number;
  /** In CSS pixels. */
  readonly height: number;
  /** What it shows, in words and numbers. */
  readonly alt: string;
}

/** Attributes of an SVG element; those that are undefined are left out. */
export type Attributes = Readonly<Record<string, string | number | undefined>>;

/** Small grey text. */
export const small = { "font-size": 12, fill: greys.muted } as const;

/** Puts the parts of a picture on white. */
export function drawing(
  width: number,
  height: number,
  alt: string,
  parts: readonly string[],
): Drawing {
  const frame = tag("svg", {
    xmlns: "http://www.w3.org/2000/svg",
    width,
    height,
    viewBox: `0 0 ${width} ${height}`,
    "font-family": fontFamily,
    "font-size": 13,
    fill: greys.text,
  }, [rect(0, 0, width, height, { fill: "#ffffff" }), ...parts].join(""));
  return { svg: frame, width, height, alt };
}

/** One element; numbers are rounded to hundredths. */
export function tag(
  name: string,
  attributes: Attributes,
  content = "",
): string {
  const list = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) =>
      ` ${key}="${
        typeof value === "number" ? Math.round(100 * value) / 100 : value
      }"`
    );
  return `<${name}${list.join("")}>${content}</${name}>`;
}

/** One line of text; `y` is its baseline. */
export function text(
  x: number,
  y: number,
  words: string,
  attributes: Attributes = {},
): string {
  const escaped = words.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  return tag("text", { x, y, ...attributes }, escaped);
}

/** A rectangle. */
export function rect(
  x: number,
  y: number,
  width: number,
  height: number,
  attributes: Attributes = {},
): string {
  return tag("rect", { x, y, width, height, ...attributes });
}

/** Crisp edges: half-transparent colours would add up where blurred ones touch. */
export function crisp(content: string): string {
  return tag("g", { "shape-rendering": "crispEdges" }, content);
}

/** A straight line. */
export function line(
  x1: number,
  y1: number,
  x2: number,
  y2: number,
  attributes: Attributes = {},
): string {
  return tag("line", { x1, y1, x2, y2, stroke: greys.rule, ...attributes });
}

/** A curve through points `[x, y]`. */
export function polyline(
  points: readonly (readonly [number, number])[],
  attributes: Attributes = {},
): string {
  return tag("polyline", {
    points: points.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(" "),
    fill: "none",
    "stroke-linejoin": "round",
    ...attributes,
  });
}

/** The title at the top left, as in the figures. */
export function heading(words: string): string {
  return text(0, 16, words, { "font-size": 16 });
}
