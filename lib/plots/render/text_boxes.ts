/**
 * Bounding boxes of texts, which plotly needs to place titles, legends and tick
 * labels. jsdom has none, because it does no layout.
 *
 * @module
 */
import type { Rasterizer } from "./rasterizer.ts";

/** The part of an SVG element that is used here. */
export interface SvgElement {
  readonly tagName: string;
  readonly parentNode: SvgElement | null;
  readonly textContent: string | null;
  getAttribute?(name: string): string | null;
  querySelectorAll(selector: string): Iterable<SvgElement>;
}

/** A box in CSS pixels, y downwards. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Ascent and descent from Inter's font file, as fractions of the font size. */
const ascent = 0.97;
const descent = 0.24;
/** Distance between the lines of a text in plotly, in font sizes. */
const lineHeight = 1.3;

/** The box of a text in its own coordinates, without any transform. */
export function textBox(text: SvgElement, rasterizer: Rasterizer): Box {
  const size = parseFloat(styleOf(text, "font-size") ?? "12");
  const weight = styleOf(text, "font-weight") ?? "400";
  const spans = [...text.querySelectorAll("tspan.line")];
  const lines = spans.length > 0 ? spans : [text];
  const width = Math.max(
    ...lines.map((line) =>
      rasterizer.textWidth(line.textContent ?? "", size, weight)
    ),
  );
  const anchor = styleOf(text, "text-anchor") ??
    text.getAttribute?.("text-anchor");
  const shift = anchor === "middle" ? 0.5 : anchor === "end" ? 1 : 0;
  const left = number(text, "x") - shift * width;
  const baseline = number(text, "y") +
    size * parseFloat(text.getAttribute?.("dy") ?? "0");
  const last = baseline + lineHeight * size * (lines.length - 1);
  return {
    left,
    top: baseline - ascent * size,
    right: left + width,
    bottom: last + descent * size,
  };
}

/** The box on the page around all texts of an element, empty ones excepted. */
export function boxOnPage(
  element: SvgElement,
  rasterizer: Rasterizer,
): Box {
  const texts = element.tagName === "text"
    ? [element]
    : [...element.querySelectorAll("text")];
  const boxes = texts
    .filter((text) => (text.textContent ?? "") !== "")
    .map((text) => transformed(textBox(text, rasterizer), text));
  if (boxes.length === 0) return { left: 0, top: 0, right: 0, bottom: 0 };
  return {
    left: Math.min(...boxes.map((box) => box.left)),
    top: Math.min(...boxes.map((box) => box.top)),
    right: Math.max(...boxes.map((box) => box.right)),
    bottom: Math.max(...boxes.map((box) => box.bottom)),
  };
}

/** The box after the transforms of its element and of all ancestors. */
function transformed(box: Box, element: SvgElement): Box {
  let corners = [
    [box.left, box.top],
    [box.right, box.top],
    [box.right, box.bottom],
    [box.left, box.bottom],
  ];
  for (let at: SvgElement | null = element; at; at = at.parentNode) {
    const steps = at.getAttribute?.("transform")?.matchAll(/(\w+)\(([^)]*)\)/g);
    for (const [, name, values] of [...steps ?? []].reverse()) {
      const move = transform(name, values.split(/[\s,]+/).map(Number));
      corners = corners.map(([x, y]) => move(x, y));
    }
  }
  const xs = corners.map(([x]) => x);
  const ys = corners.map(([, y]) => y);
  return {
    left: Math.min(...xs),
    top: Math.min(...ys),
    right: Math.max(...xs),
    bottom: Math.max(...ys),
  };
}

type Move = (x: number, y: number) => [number, number];

/** One step of a transform attribute. Plotly uses these three kinds. */
function transform(name: string, values: number[]): Move {
  const [a, b = 0, c = 0] = values;
  if (name === "translate") return (x, y) => [x + a, y + b];
  if (name === "scale") return (x, y) => [x * a, y * (values[1] ?? a)];
  if (name !== "rotate") return (x, y) => [x, y];
  const sine = Math.sin(a * Math.PI / 180);
  const cosine = Math.cos(a * Math.PI / 180);
  return (x, y) => [
    b + cosine * (x - b) - sine * (y - c),
    c + sine * (x - b) + cosine * (y - c),
  ];
}

function number(element: SvgElement, attribute: string): number {
  return parseFloat(element.getAttribute?.(attribute) ?? "0");
}

/** A property from the nearest `style` attribute that sets it. */
function styleOf(element: SvgElement, property: string): string | undefined {
  const pattern = new RegExp(`(?:^|;)\\s*${property}:\\s*([^;]+)`);
  for (let at: SvgElement | null = element; at; at = at.parentNode) {
    const value = at.getAttribute?.("style")?.match(pattern)?.[1];
    if (value !== undefined) return value;
  }
  return undefined;
}
