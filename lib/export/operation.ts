/** The operations of inference, in no format's own terms. @module */
import type { Weight } from "./weights.ts";

/** Rows and columns. */
export type Pair = readonly [number, number];

/**
 * Functions of each value, or of each image's values for the two softmaxes: the operation
 * of each, which TensorFlow and ONNX call the same. Alphas and gammas are the defaults of
 * both.
 */
export const ACTIVATION_OPERATIONS = {
  relu: "Relu",
  elu: "Elu",
  selu: "Selu",
  sigmoid: "Sigmoid",
  tanh: "Tanh",
  softplus: "Softplus",
  softmax: "Softmax",
  logSoftmax: "LogSoftmax",
} as const;

/** A function that follows a layer. */
export type ActivationName = keyof typeof ACTIVATION_OPERATIONS;

/** What a step computes, without its place in the network. */
export type Operation =
  | {
    readonly kind: "convolution";
    /** [rows, columns, input channels, output channels]. */
    readonly kernel: Weight;
    readonly bias?: Weight;
    readonly strides: Pair;
    readonly dilations: Pair;
    readonly padding: "same" | "valid";
  }
  | {
    readonly kind: "fullyConnected";
    /** [inputs, outputs]. */
    readonly kernel: Weight;
    readonly bias?: Weight;
  }
  /** x · scale + offset on each channel, the last axis: batch normalization. */
  | {
    readonly kind: "scaleAndShift";
    readonly scale: Weight;
    readonly offset: Weight;
  }
  | {
    readonly kind: "pooling";
    readonly how: "max" | "average";
    readonly size: Pair;
    readonly strides: Pair;
    readonly padding: "same" | "valid";
  }
  /** Over rows and columns. */
  | { readonly kind: "globalPooling"; readonly how: "max" | "average" }
  /** Rows, columns and channels in one row, in this order. */
  | { readonly kind: "flatten" }
  | { readonly kind: "activation"; readonly name: ActivationName };
