/**
 * A model as a table, in the layout that users of torchsummary know, with the
 * receptive field of each layer beside it.
 *
 * @module
 */
import { tf } from "../tensorflow/mod.ts";
import { receptiveFields, type Size } from "./receptive_field.ts";

/** One layer of a model. */
export interface LayerSummary {
  readonly name: string;
  /** TensorFlow.js's class, for example "Conv2D". */
  readonly type: string;
  /** Without the batch: [28, 28, 16]. */
  readonly outputShape: readonly number[];
  readonly parameters: number;
  /**
   * Rows and columns of the input that one output depends on; undefined where
   * that is not known.
   */
  readonly receptiveField: Size | undefined;
}

/** A model's layers and its number of parameters. */
export interface ModelSummary {
  readonly layers: readonly LayerSummary[];
  readonly inputShape: readonly number[];
  readonly parameters: number;
  /** Parameters that the optimizer changes; the others are moving averages. */
  readonly trainable: number;
}

/** What a model consists of; input layers are left out. */
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

/** The table as text, without a newline at its end. */
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

/** Megabytes of that many float32 values. */
function megabytes(values: number): string {
  return (values * 4 / 1024 ** 2).toFixed(2);
}
