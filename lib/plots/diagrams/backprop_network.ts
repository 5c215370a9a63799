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

/**
 * Draws the network: a circle with its activation for each unit, a line for each
 * weight. The line is as thick as the weight is large; solid blue means positive,
 * dashed orange negative.
 */
export function networkDiagram(state: NetworkState, heading: string): Figure {
  const { weights, example, activations, errors } = state;
  const values: Record<Unit, number> = {
    i1: example.i1,
    i2: example.i2,
    h1: activations.a_h1,
    h2: activations.a_h2,
    o1: activations.a_o1,
    o2: activations.a_o2,
  };
  const largest = Math.max(...Object.values(weights).map(Math.abs)) || 1;
  return {
    data: [circles(values)],
    layout: baseLayout({
      heading,
      height: 360,
      xaxis: hiddenAxis({ range: [-0.45, 4.25] }),
      yaxis: hiddenAxis({ range: [-0.45, 1.45] }),
      margin: { l: 16, r: 16, t: 48, b: 16 },
      hovermode: false,
      shapes: edges.map((edge) => line(edge, weights, largest)),
      annotations: [
        ...edges.map((edge) => weightLabel(edge, weights)),
        targetLabel("o1", `target t1 = ${example.t1}<br>`, "E1", errors.E1),
        targetLabel("o2", `target t2 = ${example.t2}<br>`, "E2", errors.E2),
      ],
    }),
    alt: `Network of two inputs, two hidden units and two outputs with ${
      edges.map(([name]) => `${name} = ${weights[name].toFixed(3)}`).join(", ")
    }`,
  };
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
      size: 68,
      color: greys.fill,
      line: { color: greys.text, width: 1.5 },
    },
  };
}

function line(
  [name, from, to]: typeof edges[number],
  weights: Weights,
  largest: number,
): Partial<Shape> {
  const weight = weights[name];
  return {
    type: "line",
    layer: "below",
    x0: centres[from][0],
    y0: centres[from][1],
    x1: centres[to][0],
    y1: centres[to][1],
    line: {
      color: weight < 0 ? colours.vermillion : colours.blue,
      dash: weight < 0 ? "dash" : "solid",
      width: 1 + 4 * Math.abs(weight) / largest,
    },
  };
}

/** A label on the line, near its start, where no lines cross. */
function weightLabel(
  [name, from, to]: typeof edges[number],
  weights: Weights,
): Partial<Annotation> {
  const part = 0.36;
  const [x0, y0] = centres[from];
  const [x1, y1] = centres[to];
  return {
    x: x0 + part * (x1 - x0),
    y: y0 + part * (y1 - y0),
    text: `${name} = ${weights[name].toFixed(3)}`,
    showarrow: false,
    bgcolor: "#ffffff",
    borderpad: 2,
    font: { size: 12 },
  };
}

function targetLabel(
  unit: Unit,
  target: string,
  name: string,
  error: number,
): Partial<Annotation> {
  const [x, y] = centres[unit];
  return {
    x: x + 0.36,
    y,
    xanchor: "left",
    align: "left",
    text: `${target}error ${name} = ${error.toFixed(5)}`,
    showarrow: false,
    font: { size: 12 },
  };
}
