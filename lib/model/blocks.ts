import { tf } from "../tensorflow/mod.ts";

/** One of the seven layers, with all that happens in it. */
export interface NetworkBlock {
  /** "layer 1", … */
  readonly name: string;
  /** What happens inside, in order. */
  readonly operations: readonly string[];
  /** Shape of what comes out, without the batch: [28, 28, 16]. */
  readonly outputShape: readonly number[];
  /** Trainable ones. */
  readonly parameters: number;
}

/** What layers of TensorFlow.js do, by their class. */
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
 * The seven layers of a network from `createNetwork`, each made of the
 * TensorFlow.js layers whose names end in its number ("conv2", "pool2", …);
 * one without a number belongs to the layer before it.
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
    blocks.set(name, {
      name,
      operations: [...before?.operations ?? [], operationNames[type] ?? type],
      outputShape: (layer.outputShape as tf.Shape).slice(1).map(Number),
      parameters: (before?.parameters ?? 0) + trainable(layer),
    });
  }
  return [...blocks.values()];
}

function trainable(layer: tf.layers.Layer): number {
  return layer.trainableWeights.reduce(
    (sum, { shape }) => sum + tf.util.sizeFromShape(shape as number[]),
    0,
  );
}
