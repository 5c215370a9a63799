/**
 * The models of `deno task bench:fit`: one with convolutions, and those of the
 * examples.
 *
 * @module
 */
import * as autoencoder from "../../lib/tensorflow/examples/autoencoder.ts";
import * as forecast from "../../lib/tensorflow/examples/forecast.ts";
import * as table from "../../lib/tensorflow/examples/table.ts";
import * as transformer from "../../lib/tensorflow/examples/transformer.ts";
import { tf } from "../../lib/tensorflow/mod.ts";

/** A model to time. */
export interface FitModel {
  /** What it is, in the table. */
  readonly title: string;
  /** A compiled model. */
  model(): tf.LayersModel;
  /** Examples and answers. */
  data(size: number): [x: tf.Tensor, y: tf.Tensor | tf.Tensor[]];
}

function convolutional(): tf.LayersModel {
  const { batchNormalization, conv2d, maxPooling2d } = tf.layers;
  const block = (filters: number, inputShape?: number[]) => [
    conv2d({ filters, kernelSize: 3, activation: "relu", inputShape }),
    batchNormalization(),
    maxPooling2d({ poolSize: 2 }),
  ];
  const model = tf.sequential({
    layers: [
      ...block(16, [28, 28, 1]),
      ...block(32),
      tf.layers.flatten(),
      tf.layers.dropout({ rate: 0.3 }),
      tf.layers.dense({ units: 10, activation: "softmax" }),
    ],
  });
  model.compile({
    optimizer: "adam",
    loss: "categoricalCrossentropy",
    metrics: ["accuracy"],
  });
  return model;
}

/** The first rows, over again if there are too few. */
function rows<T extends tf.Tensor>(all: T, size: number): T {
  const numbers = tf.range(0, size, 1, "int32");
  return tf.gather(all, numbers.mod(tf.scalar(all.shape[0], "int32")));
}

/** Models by the name that workers take. */
export const fitModels: Readonly<Record<string, FitModel>> = {
  convolutional: {
    title: "convolutional network, 28×28, two convolutions with batch norm",
    model: convolutional,
    data: (size) => [
      tf.randomUniform([size, 28, 28, 1]),
      tf.oneHot(tf.range(0, size, 1, "int32").mod(tf.scalar(10, "int32")), 10),
    ],
  },
  table: {
    title: "table.ts: dense, 4 → 16 → 16 → 3",
    model: table.createModel,
    data: (size) => {
      const [x, y] = table.measure(size);
      return [x.div(100), y];
    },
  },
  forecast: {
    title: "forecast.ts: GRU of 32 units over 14 days",
    model: forecast.createModel,
    data: (size) => {
      const days = forecast.temperatures(size + forecast.WINDOW);
      return forecast.windows(days.div(10));
    },
  },
  autoencoder: {
    title: "autoencoder.ts: variational, 144 → 64 → 2 → 64 → 144",
    model: () => autoencoder.createModel().model,
    data: (size) => {
      const x = autoencoder.drawings(size);
      return [x, [x, tf.zeros([size, 4])]];
    },
  },
  transformer: {
    title: "transformer.ts: two blocks, 32 characters of width 48, AdamW",
    model: () => transformer.createModel(500),
    data: (size) => {
      const [x, y] = transformer.pieces();
      return [rows(x, size), rows(y, size)];
    },
  },
};
