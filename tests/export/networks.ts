/** Networks for the tests of exports, and images to compare answers on. @module */
import { createNetwork } from "../../lib/model/network.ts";
import type { ExportInput } from "../../lib/export/format.ts";
import { tf } from "../../lib/tensorflow/mod.ts";

/** MNIST's. */
export const normalization = { mean: 0.1307, standardDeviation: 0.3081 };

/** How many images {@linkcode images} has. */
export const IMAGE_COUNT = 3;

/** Pixels from 0 to 255, float32 [3, 28, 28, 1]. */
export function images(): tf.Tensor4D {
  return tf.tidy(() =>
    tf.randomUniform<tf.Rank.R4>([IMAGE_COUNT, 28, 28, 1], 0, 256, "float32", 1)
      .floor()
  );
}

/**
 * A small network of the seven layers, as training leaves it: biases, scales, offsets
 * and moving averages are not 0 or 1.
 */
export function sevenLayers(): ExportInput {
  const network = {
    channels: [2, 3, 2, 3, 4],
    hidden: 5,
    dropout: 0.1,
  } as const;
  return moved(createNetwork(network), [..."0123456789"]);
}

/** A network of stock layers with other options than the seven layers have. */
export function stockLayers(): ExportInput {
  const { layers } = tf;
  const model = tf.sequential({
    layers: [
      layers.inputLayer({ inputShape: [28, 28, 1] }),
      layers.conv2d({
        filters: 4,
        kernelSize: [5, 3],
        strides: 2,
        padding: "valid",
        activation: "relu",
      }), // [12, 13, 4]
      layers.averagePooling2d({ poolSize: 2, padding: "same" }), // [6, 7, 4]
      layers.conv2d({
        filters: 3,
        kernelSize: 2,
        padding: "same",
        dilationRate: 2,
        useBias: false,
        activation: "elu",
      }),
      layers.batchNormalization({ scale: false }),
      layers.maxPooling2d({ poolSize: 3, strides: 2, padding: "same" }),
      layers.flatten(), // [3 · 4 · 3]
      layers.dropout({ rate: 0.5 }),
      layers.dense({ units: 6, activation: "tanh" }),
      layers.batchNormalization({ center: false }),
      layers.dense({ units: 3, activation: "logSoftmax" as "softmax" }),
    ],
  });
  return moved(model, ["a", "b", "c"]);
}

/**
 * With kernels that keep the signal's level (He et al. 2015), so that answers depend on
 * all that layers do; other weights are moved from 0 or 1.
 */
function moved(model: tf.LayersModel, classes: string[]): ExportInput {
  tf.tidy(() =>
    model.setWeights(
      model.getWeights().map((weight, index) => {
        const { rank, shape } = weight;
        const seed = index + 1;
        if (rank === 1) {
          return weight.add(
            tf.randomUniform(shape, -0.2, 0.2, "float32", seed),
          );
        }
        const inputs = tf.util.sizeFromShape(shape.slice(0, -1));
        const deviation = Math.sqrt(2 / inputs);
        return tf.randomNormal(shape, 0, deviation, "float32", seed);
      }),
    )
  );
  return { model, normalization, classes };
}

/** The network's own answers, float32 [3, classes]. */
export async function answersOf({ model }: ExportInput): Promise<Float32Array> {
  const { mean, standardDeviation } = normalization;
  const answers = tf.tidy(() =>
    model.predict(
      images().sub(255 * mean).div(255 * standardDeviation),
    ) as tf.Tensor
  );
  const values = await answers.data<"float32">();
  answers.dispose();
  return Float32Array.from(values);
}

/** The largest difference of two lists, relative to the second for values above 1. */
export function largestDifference(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
): number {
  if (actual.length !== expected.length) return Infinity;
  return Array.from(expected).reduce(
    (largest, value, index) =>
      Math.max(
        largest,
        Math.abs(actual[index] - value) / Math.max(1, Math.abs(value)),
      ),
    0,
  );
}

/**
 * Of {@linkcode largestDifference}, for weights of each precision: rounding of float32,
 * weights of 11 bits, weights of 8 bits.
 */
export const TOLERANCES = { float32: 1e-5, float16: 3e-3, int8: 0.1 } as const;
