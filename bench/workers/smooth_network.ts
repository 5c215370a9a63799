import { defaultNetwork } from "../../lib/model/network.ts";
import { layers, tf } from "../../lib/tensorflow/mod.ts";

/** TensorFlow.js has this activation; its types leave it out. */
const LOG_SOFTMAX = "logSoftmax" as "softmax";

/**
 * The layers of `reference` with tanh for ReLU and the mean for the maximum: without
 * places where a rounding switches a value on or off.
 */
export function smoothNetwork(seed: number): tf.LayersModel {
  const { channels, hidden } = defaultNetwork;
  const initializer = (layer: number) =>
    tf.initializers.glorotNormal({ seed: seed * 16 + layer });
  const rest = () => [
    tf.layers.activation({ activation: "tanh" }),
    layers.batchNormalization({ momentum: 0.9, epsilon: 1e-5 }),
  ];
  const convolution = (filters: number, index: number) => [
    layers.conv2d({
      inputShape: index === 0 ? [28, 28, 1] : undefined,
      filters,
      kernelSize: 3,
      padding: "same",
      kernelInitializer: initializer(index + 1),
    }),
    ...rest(),
    ...index === 1 ? [tf.layers.averagePooling2d({ poolSize: 2 })] : [],
  ];
  return tf.sequential({
    name: "smooth",
    layers: [
      ...channels.flatMap(convolution),
      layers.globalAveragePooling2d({}),
      layers.dense({ units: hidden, kernelInitializer: initializer(6) }),
      ...rest(),
      layers.dense({ units: 10, kernelInitializer: initializer(7) }),
      tf.layers.activation({ activation: LOG_SOFTMAX }),
    ],
  });
}
