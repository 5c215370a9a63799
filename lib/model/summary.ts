/**
 * A model's layers as a table, in the layout of torchsummary, with a column for the
 * receptive field.
 *
 * @module
 */
import { tf } from "../tensorflow/mod.ts";
import { receptiveFields, type Size } from "./receptive_field.ts";

/** One layer of a model. */
export interface LayerSummary {
  readonly name: string;
  /** Class of the TensorFlow.js layer, for example `Conv2D`. */
  readonly type: string;
  /** Without the batch, for example [28, 28, 16]. */
  readonly outputShape: readonly number[];
  readonly parameters: number;
  /**
   * Rows and columns of the image that one output depends on; undefined if that is
   * unknown.
   */
  readonly receptiveField: Size | undefined;
}

/** A model's layers and parameter counts. */
export interface ModelSummary {
  readonly layers: readonly LayerSummary[];
  readonly inputShape: readonly number[];
  readonly parameters: number;
  /** Number of parameters that the optimizer changes; the rest are moving averages. */
  readonly trainable: number;
}

/** Summarizes a model; input layers are left out. */
export function summarize(model: tf.LayersModel): ModelSummary {
  const fields = receptiveFields(model);
  const layers = model.layers
    .filter((layer) => layer.getClassName() !== "InputLayer")
    .map((layer) => ({
      name: layer.name,
      type: layer.getClassName(),
      outputShape: withoutBatch(layer.outputShape),
      parameters: layer.countParams(),
      receptiveField: fields.get(layer.name),
    }));
  const trainable = model.trainableWeights
    .reduce(
      (sum, { shape }) => sum + tf.util.sizeFromShape(shape as number[]),
      0,
    );
  return {
    layers,
    inputShape: withoutBatch(model.inputs[0].shape),
    parameters: model.countParams(),
    trainable,
  };
}

function withoutBatch(shape: tf.Shape | tf.Shape[]): number[] {
  const first = (Array.isArray(shape[0]) ? shape[0] : shape) as tf.Shape;
  return first.slice(1).map((size) => size ?? -1);
}

type Row = readonly [string, string, string, string];

/** The summary as a table of text, without a final newline. */
export function formatSummary(summary: ModelSummary): string {
  const header: Row = ["Layer (type)", "Output Shape", "Receptive", "Param #"];
  const rows = summary.layers.map((layer): Row => [
    `${layer.name} (${layer.type})`,
    `[${["-1", ...layer.outputShape].join(", ")}]`,
    layer.receptiveField?.join("×") ?? "?",
    count(layer.parameters),
  ]);
  const widths = header.map((_, column) =>
    Math.max(...[header, ...rows].map((row) => row[column].length))
  );
  const line = (row: Row) =>
    row.map((cell, column) =>
      column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column])
    ).join("  ");
  const width = line(header).length;
  const { parameters, trainable } = summary;
  return [
    "-".repeat(width),
    line(header),
    "=".repeat(width),
    ...rows.map(line),
    "=".repeat(width),
    `Total params: ${count(parameters)}`,
    `Trainable params: ${count(trainable)}`,
    `Non-trainable params: ${count(parameters - trainable)}`,
    "-".repeat(width),
    `Input size (MB): ${megabytes(product(summary.inputShape))}`,
    `Forward pass size (MB): ${
      megabytes(
        summary.layers.reduce(
          (sum, layer) => sum + product(layer.outputShape),
          0,
        ),
      )
    }`,
    `Params size (MB): ${megabytes(parameters)}`,
    "-".repeat(width),
  ].join("\n");
}

function count(value: number): string {
  return value.toLocaleString("en-US");
}

function product(shape: readonly number[]): number {
  return shape.reduce((result, size) => result * size, 1);
}

/** The size of so many float32 values, in megabytes. */
function megabytes(values: number): string {
  return (values * 4 / 1024 ** 2).toFixed(2);
}
