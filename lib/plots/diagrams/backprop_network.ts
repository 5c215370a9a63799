/** The 2-2-2 network of `lib/backprop` with its numbers. @module */
import type { Data } from "plotly.js-dist";
import type { Figure } from "../figure.ts";
import { baseLayout, greys, hiddenAxis } from "../theme.ts";
import { arrow } from "./network_arrows.ts";
import { centres, edges, radius, type Unit } from "./network_geometry.ts";
import {
  edgeLabel,
  gradientText,
  hiddenLabel,
  legend,
  targetLabel,
  weightText,
} from "./network_labels.ts";

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
  const { weights, example, errors } = state;
  const labels = edges.map(([name]) =>
    gradients
      ? gradientText(name, gradients[name])
      : weightText(name, weights[name])
  );
  const unitGradient = (unit: "h1" | "h2" | "o1" | "o2") =>
    gradients ? gradientText(unit, gradients[unit]) : "";
  return {
    data: [circles(state)],
    layout: baseLayout({
      heading,
      height: 420,
      xaxis: hiddenAxis({ range: [-0.45, 4.25] }),
      yaxis: hiddenAxis({ range: [-0.45, 1.45] }),
      margin: { l: 16, r: 16, t: 48, b: 16 },
      hovermode: false,
      shapes: edges.flatMap(([name, from, to]) =>
        gradients
          ? arrow(to, from, gradients[name], "gradient")
          : arrow(from, to, weights[name], "weight")
      ),
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

/** A circle for each unit, with its name and its activation. */
function circles({ example, activations }: NetworkState): Data {
  const units = Object.keys(centres) as Unit[];
  return {
    type: "scatter",
    mode: "text+markers",
    x: units.map((unit) => centres[unit][0]),
    y: units.map((unit) => centres[unit][1]),
    text: units.map((unit) =>
      unit === "i1" || unit === "i2"
        ? `<b>${unit}</b><br>${example[unit]}`
        : `<b>a_${unit}</b><br>${activations[`a_${unit}`].toFixed(4)}`
    ),
    textfont: { size: 12 },
    marker: {
      size: 2 * radius,
      color: greys.fill,
      line: { color: greys.text, width: 1.5 },
    },
  };
}
