/** A network's layers as a row of boxes. @module */
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
    data: [{
      type: "scatter",
      mode: "markers",
      x: all.map((_, k) => k),
      y: all.map(() => 0),
      marker: { size: 1, opacity: 0 },
      text: all.map(({ name, operations }) =>
        `${name}: ${operations.join(" → ")}`
      ),
      hovertemplate: "%{text}<extra></extra>",
    }],
    layout: baseLayout({
      heading: `The network: ${total.toLocaleString("en")} parameters`,
      width: 860,
      height: 370,
      margin: { l: 8, r: 8, t: 48, b: 8 },
      xaxis: hiddenAxis({ range: [-0.55, all.length - 0.45] }),
      yaxis: hiddenAxis({ range: [-1.45, 0.6] }),
      shapes: all.flatMap((block, k) => [
        {
          type: "rect" as const,
          x0: k - 0.3,
          x1: k + 0.3,
          y0: -height(block) / 2,
          y1: height(block) / 2,
          fillcolor: k === 0 ? greys.fill : "#dcebf5",
          line: { color: k === 0 ? greys.muted : colours.blue, width: 1.5 },
        },
        ...(k === 0 ? [] : [{
          type: "line" as const,
          x0: k - 0.7,
          x1: k - 0.3,
          y0: 0,
          y1: 0,
          line: { color: greys.muted, width: 1.5 },
        }]),
      ]),
      annotations: all.flatMap((block, k) => [
        {
          x: k,
          y: 0,
          text: `<b>${shapesOf(block).map(shapeText).join("<br>↓<br>")}</b>`,
          showarrow: false,
          font: { size: 12 },
        },
        {
          x: k,
          y: -0.58,
          yanchor: "top" as const,
          text: [
            `<b>${block.name}</b>`,
            ...block.operations,
            ...(k === 0
              ? []
              : [`${block.parameters.toLocaleString("en")} params`]),
          ].join("<br>"),
          showarrow: false,
          font: { size: 11 },
        },
      ]),
    }),
    alt: all.map((block) =>
      [block.name, ...shapesOf(block).map((shape) => shape.join("×"))].join(" ")
    ).join(" → "),
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
