import { CLASS_COUNT, COLUMNS, MAXIMUM_CLASSES, ROWS } from "../data/digits.ts";
import { layers as fusedLayers, tf } from "../tensorflow/mod.ts";

/** What can be chosen; the seven layers and their order are fixed. */
export interface NetworkOptions {
  /** Output channels of the five convolutions. */
  readonly channels: readonly [number, number, number, number, number];
  /** Units of the first fully connected layer. */
  readonly hidden: number;
  /** Dropout's rate, from 0 to less than 1. */
  readonly dropout: number;
  /** The convolution that max pooling follows, from 1 to 4. Default 2. */
  readonly pooling?: number;
  /** Rows and columns of the max pooling's window, from 2 to 7. Default 2. */
  readonly poolSize?: number;
}

/** A network's options, and what the images require of it. */
export interface FittedNetworkOptions extends NetworkOptions {
  /** How many classes it tells apart, from 2 to 1,000. Default 10. */
  readonly classes?: number;
}

/**
 * The default network, with 13,402 trainable parameters. Sixteen channels are a whole
 * number of AVX registers and of the blocks that oneDNN computes with.
 */
export const defaultNetwork: NetworkOptions = {
  channels: [16, 16, 16, 16, 32],
  hidden: 32,
  dropout: 0.05,
};

/** The layers that TensorFlow.js and this project both have. */
type LayerFactories = typeof fusedLayers;

/** TensorFlow.js has this activation; its types leave it out. */
const LOG_SOFTMAX = "logSoftmax" as "softmax";

/**
 * Creates the network of seven layers:
 *
 * 1. convolution → ReLU → batch normalization
 * 2. convolution → ReLU → batch normalization → max pooling → dropout
 * 3. convolution → ReLU → batch normalization → dropout
 * 4. convolution → ReLU → batch normalization → dropout
 * 5. convolution → ReLU → batch normalization → global average pooling → dropout
 * 6. fully connected → ReLU → batch normalization → dropout
 * 7. fully connected → log softmax
 *
 * Convolutions are 3×3 with stride 1, padded to keep the image's size. The place and
 * size of the max pooling determine the receptive field of the fifth convolution:
 * 18×18 pixels by default, 25×25 with pooling over 3×3.
 *
 * @param seed Seeds the initial weights.
 * @param layers The fused layers, or TensorFlow.js's own: `tf.layers`.
 * @returns A stock model from float32 [batch, 28, 28, 1] to log-probabilities,
 * float32 [batch, classes].
 * @throws {RangeError} if the place or the size of the pooling, or the number of classes,
 * is out of its range.
 */
export function createNetwork(
  options: FittedNetworkOptions = defaultNetwork,
  seed = 1,
  layers: LayerFactories = fusedLayers,
): tf.LayersModel {
  const { channels, hidden, dropout, pooling = 2, poolSize = 2 } = options;
  const { classes = CLASS_COUNT } = options;
  requireWithin("place of the max pooling", pooling, 1, 4);
  requireWithin("size of the max pooling", poolSize, 2, 7);
  requireWithin("number of classes", classes, 2, MAXIMUM_CLASSES);
  const dropoutLayer = (name: string) =>
    tf.layers.dropout({ rate: dropout, name: `dropout${name}` });
  const convolution = (layer: number) =>
    convolutionLayers(layers, layer, channels[layer - 1], seed);
  const block = (layer: number) => [
    ...convolution(layer),
    ...layer === pooling
      ? [tf.layers.maxPooling2d({ name: `pool${layer}`, poolSize })]
      : [],
    ...layer > 1 ? [dropoutLayer(`${layer}`)] : [],
  ];
  return tf.sequential({
    name: "digits",
    layers: [
      ...block(1), // [28, 28, 16]
      ...block(2), // [14, 14, 16]
      ...block(3),
      ...block(4),
      ...convolution(5), // [14, 14, 32]
      layers.globalAveragePooling2d({ name: "pool5" }), // [32]
      dropoutLayer("5"),
      layers.dense({
        name: "dense6",
        units: hidden,
        kernelInitializer: initializer(6, seed),
      }),
      layers.reLU({ name: "relu6" }),
      layers.batchNormalization({ name: "norm6", ...normalization }),
      dropoutLayer("6"),
      layers.dense({
        name: "dense7",
        units: classes,
        kernelInitializer: initializer(7, seed),
      }),
      tf.layers.activation({ name: "logSoftmax", activation: LOG_SOFTMAX }),
    ],
  });
}

/** Convolution → ReLU → batch normalization. */
function convolutionLayers(
  layers: LayerFactories,
  layer: number,
  filters: number,
  seed: number,
): tf.layers.Layer[] {
  return [
    layers.conv2d({
      name: `conv${layer}`,
      inputShape: layer === 1 ? [ROWS, COLUMNS, 1] : undefined,
      filters,
      kernelSize: 3,
      padding: "same",
      kernelInitializer: initializer(layer, seed),
    }),
    layers.reLU({ name: `relu${layer}` }),
    layers.batchNormalization({ name: `norm${layer}`, ...normalization }),
  ];
}

/**
 * He et al. 2015: a variance of 2 / inputs keeps the signal level of a ReLU network.
 * TensorFlow.js truncates the distribution, which leaves 0.77 of that variance.
 */
function initializer(layer: number, seed: number) {
  return tf.initializers.heNormal({ seed: seed * 16 + layer });
}

/**
 * PyTorch's defaults: moving averages over about ten batches. Its momentum of 0.1 is
 * 0.9 here.
 */
const normalization = { momentum: 0.9, epsilon: 1e-5 };

function requireWithin(
  name: string,
  value: number,
  low: number,
  high: number,
): void {
  if (Number.isInteger(value) && value >= low && value <= high) return;
  throw new RangeError(
    `Cannot create the network: the ${name} must be a whole number from ${low} to ${high}: current value is ${value}`,
  );
}
