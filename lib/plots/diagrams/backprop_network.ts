/** The 2-2-2 network of `lib/backprop` with its numbers. @module */
import type { Annotation, Data, Shape } from "plotly.js-dist";
import type { Figure } from "../figure.ts";
import { baseLayout, colours, greys, hiddenAxis } from "../theme.ts";

/** The numbers that the diagram shows, named as in the formulas. */
export interface NetworkState {
  /** Of the eight connections. */
  readonly weights: Readonly<
    Record<"w1" | "w2" | "w3" | "w4" | "w5" | "w6" | "w7" | "w8", number>
  >;
  /** Inputs and targets. */
  readonly example: Readonly<Record<"i1" | "i2" | "t1" | "t2", number>>;
  /** Of the hidden and the output units. */
  readonly activations: Readonly<
    Record<"a_h1" | "a_h2" | "a_o1" | "a_o2", number>
  >;
  /** Of the two outputs. */
  readonly errors: Readonly<Record<"E1" | "E2", number>>;
}

/** Options of {@linkcode networkDiagram}. */
export interface NetworkDiagramOptions {
  /**
   * ∂E/∂w of each weight, and ∂E/∂sum of each unit. With them, arrows run back from
   * the outputs to the inputs, as wide as the gradients are large.
   */
  readonly gradients?: Readonly<
    Record<keyof NetworkState["weights"] | "h1" | "h2" | "o1" | "o2", number>
  >;
}

/** Centre of each unit, `[x, y]`: three layers from left to right, unit 1 on top. */
const centres = {
  i1: [0, 1],
  i2: [0, 0],
  h1: [1.5, 1],
  h2: [1.5, 0],
  o1: [3, 1],
  o2: [3, 0],
} as const;

type Unit = keyof typeof centres;
type Weights = NetworkState["weights"];

const edges: readonly [keyof Weights, Unit, Unit][] = [
  ["w1", "i1", "h1"],
  ["w2", "i2", "h1"],
  ["w3", "i1", "h2"],
  ["w4", "i2", "h2"],
  ["w5", "h1", "o1"],
  ["w6", "h2", "o1"],
  ["w7", "h1", "o2"],
  ["w8", "h2", "o2"],
];

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

/** Radius of a unit's circle, in CSS pixels. */
const radius = 34;

/**
 * Draws the network: a circle with its activation for each unit, an arrow for each
 * weight. Arrows are as wide as weights are large, on one scale for all diagrams;
 * solid blue means positive, dashed orange negative. With `gradients`, the widths
 * and colours are theirs, on a scale of their own.
 */
export function networkDiagram(
  state: NetworkState,
  heading: string,
  { gradients }: NetworkDiagramOptions = {},
): Figure {
  const { weights, example, activations, errors } = state;
  const values: Record<Unit, number> = {
    i1: example.i1,
    i2: example.i2,
    h1: activations.a_h1,
    h2: activations.a_h2,
    o1: activations.a_o1,
    o2: activations.a_o2,
  };

  const labels = edges.map(([name]) =>
    gradients
      ? `∂E/∂${name} = ${gradientText(gradients[name])}`
      : `${name} = ${signed(weights[name].toFixed(3))}`
  );
  const unitGradient = (unit: "h1" | "h2" | "o1" | "o2") =>
    gradients ? `∂E/∂${unit} = ${gradientText(gradients[unit])}` : "";
  return {
    data: [circles(values)],
    layout: baseLayout({
      heading,
      height: 420,
      xaxis: hiddenAxis({ range: [-0.45, 4.25] }),
      yaxis: hiddenAxis({ range: [-0.45, 1.45] }),
      margin: { l: 16, r: 16, t: 48, b: 16 },
      hovermode: false,
      shapes: edges.flatMap((edge) => arrow(edge, weights, gradients)),
      annotations: [
        ...edges.map((edge, k) => edgeLabel(edge, labels[k])),
        targetLabel("o1", example.t1, errors.E1, unitGradient("o1")),
        targetLabel("o2", example.t2, errors.E2, unitGradient("o2")),
        ...(gradients
          ? [
            hiddenLabel("h1", unitGradient("h1")),
            hiddenLabel("h2", unitGradient("h2")),
          ]
          : []),
        legend(gradients ? "gradient" : "weight"),
      ],
    }),
    alt: `Network of two inputs, two hidden units and two outputs with ${
      labels.join(", ")
    }`,
  };
}

/** A minus sign for a hyphen. */
function signed(number: string): string {
  return number.replace(/^-/, "−");
}

function gradientText(gradient: number): string {
  const decimals = Math.abs(gradient) < 0.001 ? 6 : 4;
  return signed(gradient.toFixed(decimals));
}

function circles(values: Record<Unit, number>): Data {
  const units = Object.keys(centres) as Unit[];
  return {
    type: "scatter",
    mode: "text+markers",
    x: units.map((unit) => centres[unit][0]),
    y: units.map((unit) => centres[unit][1]),
    text: units.map((unit) =>
      `<b>${unit[0] === "i" ? unit : `a_${unit}`}</b><br>${
        unit[0] === "i" ? values[unit] : values[unit].toFixed(4)
      }`
    ),
    textfont: { size: 12 },
    marker: {
      size: 2 * radius,
      color: greys.fill,
      line: { color: greys.text, width: 1.5 },
    },
  };
}

/** A line between two circles, and a triangle at its end. */
function arrow(
  [name, from, to]: typeof edges[number],
  weights: Weights,
  gradients: NetworkDiagramOptions["gradients"],
): Partial<Shape>[] {
  const value = gradients ? gradients[name] : weights[name];
  const perUnit = gradients ? widths.gradient : widths.weight;
  const width = Math.min(
    widths.most,
    widths.least + perUnit * Math.abs(value),
  );
  const color = value < 0 ? colours.vermillion : colours.blue;
  const [start, end] = gradients ? [to, from] : [from, to];
  const [x0, y0] = centres[start];
  const [dx, dy] = [centres[end][0] - x0, centres[end][1] - y0];
  const length = Math.hypot(dx * pixels.x, dy * pixels.y);
  /** The point so many pixels along the line, and so many beside it. */
  const at = (along: number, beside: number): [number, number] => [
    x0 + along / length * dx - beside / length * dy * pixels.y / pixels.x,
    y0 + along / length * dy + beside / length * dx * pixels.x / pixels.y,
  ];
  const neck = length - radius - 12;
  const half = 4 + width / 2;
  const corners = [
    at(neck, half),
    at(length - radius - 1, 0),
    at(neck, -half),
  ];
  const [startX, startY] = at(radius, 0); // so that a dash begins at the circle
  const [x1, y1] = at(neck, 0);
  return [
    {
      type: "line",
      layer: "below",
      x0: startX,
      y0: startY,
      x1,
      y1,
      line: { color, dash: value < 0 ? dashed : "solid", width },
    },
    {
      type: "path",
      layer: "below",
      path: `M${corners.map(([x, y]) => `${x},${y}`).join("L")}Z`,
      fillcolor: color,
      line: { width: 0 },
    },
  ];
}

/** Beside a level arrow; on a slanting one, before it crosses the other. */
function edgeLabel(
  [, from, to]: typeof edges[number],
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

function targetLabel(
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
function hiddenLabel(unit: "h1" | "h2", text: string): Partial<Annotation> {
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

function legend(quantity: "weight" | "gradient"): Partial<Annotation> {
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
