import { tf } from "../tensorflow/mod.ts";

/** One of the network's seven layers, with all its operations. */
export interface NetworkBlock {
  /** `layer 1` to `layer 7`. */
  readonly name: string;
  /** Names of the operations, in order. */
  readonly operations: readonly string[];
  /** Shape of the output without the batch, for example [28, 28, 16]. */
  readonly outputShape: readonly number[];
  /** Shape of the maps before a global pooling, without the batch: [14, 14, 32]. */
  readonly pooledShape?: readonly number[];
  /** Number of trainable parameters. */
  readonly parameters: number;
}

/** Names of operations by the class of their TensorFlow.js layer. */
const operationNames: Readonly<Record<string, string>> = {
  Activation: "log softmax",
  BatchNormalization: "batch norm.",
  Conv2D: "convolution",
  Dense: "fully connected",
  Dropout: "dropout",
  GlobalAveragePooling2D: "global avg. pool",
  MaxPooling2D: "max pooling",
  ReLU: "ReLU",
};

/**
 * The seven layers of a network from `createNetwork`. Each consists of the
 * TensorFlow.js layers whose names end in its number ("conv2", "pool2", …) and of
 * those without a number that follow them.
 */
export function networkBlocks(model: tf.LayersModel): NetworkBlock[] {
  const blocks = new Map<string, NetworkBlock>();
  let name = "";
  for (const layer of model.layers) {
    const number = /\d+$/.exec(layer.name)?.[0];
    if (number) name = `layer ${number}`;
    const type = layer.getClassName();
    if (type === "InputLayer") continue;
    const before = blocks.get(name);
    const outputShape = (layer.outputShape as tf.Shape).slice(1).map(Number);
    const pooledShape = before && before.outputShape.length > outputShape.length
      ? before.outputShape
      : before?.pooledShape;
    blocks.set(name, {
      name,
      operations: [...before?.operations ?? [], operationNames[type] ?? type],
      outputShape,
      ...pooledShape && { pooledShape },
      parameters: (before?.parameters ?? 0) + trainableCount(layer),
    });
  }
  return [...blocks.values()];
}

function trainableCount(layer: tf.layers.Layer): number {
  return layer.trainableWeights.reduce(
    (sum, { shape }) => sum + tf.util.sizeFromShape(shape as number[]),
    0,
  );
}
