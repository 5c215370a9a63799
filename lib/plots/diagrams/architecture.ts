/** A network's layers as a row of boxes. @module */
import type { Annotation, Data, Shape } from "plotly.js-dist";
import type { Figure } from "../figure.ts";
import { baseLayout, colours, greys, hiddenAxis } from "../theme.ts";

/** A layer together with its activation, normalization and pooling. */
export interface Block {
  /** Stands below the box. */
  readonly name: string;
  /** Operations inside, in order. */
  readonly operations: readonly string[];
  /** Shape of the output, without the batch. */
  readonly outputShape: readonly number[];
  /** Shape of the maps before a global pooling, if there is one. */
  readonly pooledShape?: readonly number[];
  /** Number of trainable parameters. */
  readonly parameters: number;
}

/**
 * Draws the layers from left to right, a taller box for larger feature maps.
 *
 * @param inputShape Without the batch
 */
export function architectureDiagram(
  blocks: readonly Block[],
  inputShape: readonly number[],
): Figure {
  const input: Block = {
    name: "input",
    operations: [],
    outputShape: inputShape,
    parameters: 0,
  };
  const all = [input, ...blocks];
  const largest = Math.max(...all.map(side));
  const height = (block: Block) => 0.35 + 0.65 * side(block) / largest;
  const total = blocks.reduce((sum, block) => sum + block.parameters, 0);
  return {
    data: [hoverPoints(all)],
    layout: baseLayout({
      heading: `The network: ${total.toLocaleString("en")} parameters`,
      width: 860,
      height: 370,
      margin: { l: 8, r: 8, t: 48, b: 8 },
      xaxis: hiddenAxis({ range: [-0.55, all.length - 0.45] }),
      yaxis: hiddenAxis({ range: [-1.45, 0.6] }),
      shapes: all.flatMap((block, k) =>
        k === 0
          ? [box(k, height(block), greys.fill, greys.muted)]
          : [box(k, height(block), "#dcebf5", colours.blue), lineTo(k)]
      ),
      annotations: all.flatMap((block, k) => [
        shapeLabel(block, k),
        textBelow(block, k),
      ]),
    }),
    alt: all.map((block) =>
      [block.name, ...shapesOf(block).map((shape) => shape.join("×"))].join(" ")
    ).join(" → "),
  };
}

/** Invisible points in the boxes' middles, which tell the operations. */
function hoverPoints(blocks: readonly Block[]): Data {
  return {
    type: "scatter",
    mode: "markers",
    x: blocks.map((_, k) => k),
    y: blocks.map(() => 0),
    marker: { size: 1, opacity: 0 },
    text: blocks.map(({ name, operations }) =>
      `${name}: ${operations.join(" → ")}`
    ),
    hovertemplate: "%{text}<extra></extra>",
  };
}

function box(
  k: number,
  height: number,
  fillcolor: string,
  color: string,
): Partial<Shape> {
  return {
    type: "rect",
    x0: k - 0.3,
    x1: k + 0.3,
    y0: -height / 2,
    y1: height / 2,
    fillcolor,
    line: { color, width: 1.5 },
  };
}

/** A line from the box before the k-th. */
function lineTo(k: number): Partial<Shape> {
  return {
    type: "line",
    x0: k - 0.7,
    x1: k - 0.3,
    y0: 0,
    y1: 0,
    line: { color: greys.muted, width: 1.5 },
  };
}

function shapeLabel(block: Block, k: number): Partial<Annotation> {
  return {
    x: k,
    y: 0,
    text: `<b>${shapesOf(block).map(shapeText).join("<br>↓<br>")}</b>`,
    showarrow: false,
    font: { size: 12 },
  };
}

/** Name, operations and parameters; the input has none. */
function textBelow(
  { name, operations, parameters }: Block,
  k: number,
): Partial<Annotation> {
  return {
    x: k,
    y: -0.58,
    yanchor: "top",
    text: [
      `<b>${name}</b>`,
      ...operations,
      ...(k === 0 ? [] : [`${parameters.toLocaleString("en")} params`]),
    ].join("<br>"),
    showarrow: false,
    font: { size: 11 },
  };
}

/** The shapes to write into a layer's box. */
function shapesOf({ pooledShape, outputShape }: Block): (readonly number[])[] {
  return pooledShape ? [pooledShape, outputShape] : [outputShape];
}

/** Rows of a layer's maps; 1 if it has none. */
function side(block: Block): number {
  const [shape] = shapesOf(block);
  return shape.length >= 2 ? shape[0] : 1;
}

/** Rows × columns, and the channels on a second line, since a box is narrow. */
function shapeText(shape: readonly number[]): string {
  const [rows, columns, ...channels] = shape;
  if (channels.length === 0) return shape.join("×");
  return `${rows}×${columns}<br>×${channels.join("×")}`;
}
