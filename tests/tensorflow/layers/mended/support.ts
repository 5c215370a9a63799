/**
 * What the tests of mended layers share. Arguments that TensorFlow.js's types lack
 * are passed by {@linkcode layers}.
 *
 * @module
 */
import { assertAlmostEquals, assertEquals } from "@std/assert";
import { init, tf } from "../../../../lib/tensorflow/mod.ts";

await init();

/** The functions of `tf.layers`, which take any arguments. */
export const layers = tf.layers as unknown as Record<
  string,
  (args: Record<string, unknown>) => tf.layers.Layer
>;

/** A layer's only output. */
export function apply(
  layer: tf.layers.Layer,
  x: tf.Tensor,
  kwargs?: { training: boolean },
): tf.Tensor {
  return layer.apply(x, kwargs) as tf.Tensor;
}

/** The elements of a tensor, or of the first of several. */
export function values(tensor: tf.Tensor | tf.Tensor[]): number[] {
  return Array.from([tensor].flat()[0].dataSync());
}

export function assertClose(actual: number[], expected: number[]): void {
  assertEquals(actual.length, expected.length);
  actual.forEach((value, i) => assertAlmostEquals(value, expected[i], 1e-5));
}

/** Saves a model as JSON, and loads it. */
export async function reload(
  model: tf.LayersModel,
  config?: tf.io.SaveConfig,
): Promise<tf.LayersModel> {
  let saved: tf.io.ModelArtifacts = {};
  await model.save(
    tf.io.withSaveHandler((artifacts) => {
      saved = artifacts;
      return Promise.resolve({
        modelArtifactsInfo: {
          dateSaved: new Date(0),
          modelTopologyType: "JSON",
        },
      });
    }),
    config,
  );
  const modelTopology = JSON.parse(JSON.stringify(saved.modelTopology));
  return tf.loadLayersModel(tf.io.fromMemory({ ...saved, modelTopology }));
}

/** y = w·x from w = 0, by gradient descent. */
export function line(learningRate: number): tf.LayersModel {
  const model = tf.sequential({
    layers: [
      tf.layers.dense({
        units: 1,
        useBias: false,
        kernelInitializer: "zeros",
        inputShape: [1],
      }),
    ],
  });
  model.compile({
    optimizer: tf.train.sgd(learningRate),
    loss: "meanSquaredError",
  });
  return model;
}
