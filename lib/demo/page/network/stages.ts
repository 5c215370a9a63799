/// <reference lib="dom" />
/** The layers with weights, and what each hands on. @module */
import type { tf } from "../../../tensorflow/mod.ts";

/** Rows, columns and channels of an activation; a vector is 1 × 1 × its length. */
export interface Shape {
  readonly rows: number;
  readonly columns: number;
  readonly channels: number;
}

/** A convolution or a fully connected layer, together with the activation after it. */
export interface Stage {
  /** `1`, `2`, … */
  readonly number: number;
  readonly kind: "convolution" | "dense";
  /** Where it starts in the model's layers: its input goes in there. */
  readonly first: number;
  /** The layer whose output is shown: the activation's, or its own. */
  readonly last: number;
  readonly input: Shape;
  readonly output: Shape;
  /** Shape [size, size, inputs, outputs]; of a dense layer, size is 1. */
  readonly kernel: Float32Array;
  /** Rows and columns of the kernel. */
  readonly size: readonly [number, number];
  readonly stride: readonly [number, number];
  readonly dilation: readonly [number, number];
  /** Zeros above and at the left of the input. */
  readonly padding: readonly [number, number];
  /** Shape [outputs]. */
  readonly bias: Float32Array;
  /** `relu`, `linear` or another one's name. */
  readonly activation: string;
  /** Names of the operations between this stage's output and the next one's input. */
  readonly then: readonly string[];
}

/** Settings of layers, as `getConfig()` has them. */
type Config = {
  readonly activation?: string;
  readonly strides?: [number, number];
  readonly dilationRate?: [number, number];
  readonly padding?: string;
};

const operationNames: Readonly<Record<string, string>> = {
  AveragePooling2D: "average pooling",
  BatchNormalization: "batch normalization",
  GlobalAveragePooling2D: "the mean of each map",
  GlobalMaxPooling2D: "the largest value of each map",
  MaxPooling2D: "max pooling",
};

/** The stages of a sequential model, in order. */
export function stagesOf(layers: readonly tf.layers.Layer[]): Stage[] {
  const starts = layers.flatMap((layer, index) =>
    ["Conv2D", "Dense"].includes(layer.getClassName()) ? [index] : []
  );
  return starts.map((first, order) => {
    const layer = layers[first];
    const config = layer.getConfig() as Config;
    const { last, activation } = activationAfter(layers, first);
    const [kernel, bias] = layer.getWeights();
    const output = shapeOf(layer.outputShape);
    const isDense = layer.getClassName() === "Dense";
    const [rows, columns] = isDense ? [1, 1] : kernel.shape;
    const input = shapeOf((layer.input as tf.SymbolicTensor).shape);
    const { strides = [1, 1], dilationRate = [1, 1] } = config;
    const size = [rows, columns] as const;
    return {
      number: order + 1,
      kind: isDense ? "dense" as const : "convolution" as const,
      first,
      last,
      input,
      output,
      kernel: kernel.dataSync() as Float32Array,
      size,
      stride: strides,
      dilation: dilationRate,
      padding: config.padding === "same"
        ? [
          before(input.rows, output.rows, rows, strides[0], dilationRate[0]),
          before(
            input.columns,
            output.columns,
            columns,
            strides[1],
            dilationRate[1],
          ),
        ]
        : [0, 0],
      bias: bias?.dataSync() as Float32Array ??
        new Float32Array(output.channels),
      activation,
      then: layers.slice(last + 1, starts[order + 1]).flatMap((each) =>
        operationNames[each.getClassName()] ?? []
      ),
    };
  });
}

function shapeOf(shape: unknown): Shape {
  const sizes = (shape as (number | null)[]).slice(1).map(Number);
  return sizes.length === 3
    ? { rows: sizes[0], columns: sizes[1], channels: sizes[2] }
    : { rows: 1, columns: 1, channels: sizes.at(-1)! };
}

/** The zeros before the input with padding "same" (TensorFlow's documentation of it). */
function before(
  input: number,
  output: number,
  size: number,
  stride: number,
  dilation: number,
): number {
  const needed = (output - 1) * stride + (size - 1) * dilation + 1 - input;
  return Math.floor(Math.max(0, needed) / 2);
}

/** The activation that directly follows a layer, unless it makes probabilities. */
function activationAfter(
  layers: readonly tf.layers.Layer[],
  index: number,
): { last: number; activation: string } {
  const own = activationOf(layers[index]);
  if (own !== "linear") return { last: index, activation: own };
  const next = layers[index + 1];
  const after = next ? activationOf(next) : "linear";
  return after === "linear" || /softmax/i.test(after)
    ? { last: index, activation: "linear" }
    : { last: index + 1, activation: after };
}

function activationOf(layer: tf.layers.Layer): string {
  const name = layer.getClassName();
  if (name === "ReLU") return "relu";
  if (["LeakyReLU", "ELU", "PReLU", "ThresholdedReLU"].includes(name)) {
    return name;
  }
  const { activation = "linear" } = layer.getConfig() as Config;
  return activation;
}
