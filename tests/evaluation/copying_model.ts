/** A model whose feature maps and gradients are known. @module */
import { assertEquals } from "@std/assert";
import { tf } from "../../lib/tensorflow/mod.ts";

/** Pixels from 0 to 1, unchanged. */
export const plain = { mean: 0, standardDeviation: 1 };

/**
 * Channel 0 copies the image, channel 1 is its negative; digit 0 scores by the
 * sum of channel 0, digit 1 by that of channel 1.
 */
function copyingModel(): tf.LayersModel {
  const model = tf.sequential({
    layers: [
      tf.layers.conv2d({
        name: "conv",
        inputShape: [28, 28, 1],
        filters: 2,
        kernelSize: 3,
        padding: "same",
        useBias: false,
      }),
      tf.layers.globalAveragePooling2d({ name: "pool" } as never),
      tf.layers.dense({ name: "dense", units: 10, useBias: false }),
      tf.layers.activation({ activation: "logSoftmax" as "softmax" }),
    ],
  });
  tf.tidy(() => {
    const kernel = tf.buffer([3, 3, 1, 2]);
    kernel.set(1, 1, 1, 0, 0);
    kernel.set(-1, 1, 1, 0, 1);
    model.setWeights([kernel.toTensor(), tf.eye(2, 10)]);
  });
  return model;
}

/** One bright pixel in row 5, column 9. */
export function brightPixel(): Uint8Array {
  const pixels = new Uint8Array(784);
  pixels[5 * 28 + 9] = 255;
  return pixels;
}

/** Calls a test with the model, and checks that no tensor is left. */
export function withCopyingModel(test: (model: tf.LayersModel) => void): void {
  const before = tf.memory().numTensors;
  const model = copyingModel();
  test(model);
  model.dispose();
  assertEquals(tf.memory().numTensors, before);
}
