/** What multi-head attention may be given. @module */
import type { tf } from "../../tfjs.ts";
import type { KernelOptions } from "../added/weights.ts";

/** The settings of `multiHeadAttention()`, which are Keras's. */
export interface MultiHeadAttentionArgs extends KernelOptions {
  readonly numHeads: number;
  /** The size of a head's queries and keys. */
  readonly keyDim: number;
  /** The size of a head's values; `keyDim` by default. */
  readonly valueDim?: number | null;
  /** The part of the scores that is dropped in training. */
  readonly dropout?: number;
  /** Of the layer's own random numbers. */
  readonly seed?: number | null;
  readonly useBias?: boolean;
  /** The last dimensions of the output; the query's by default. */
  readonly outputShape?: number | number[] | null;
  /** The axes that attend; all but the first and the last by default. */
  readonly attentionAxes?: number | number[] | null;
  readonly name?: string;
  readonly trainable?: boolean;
}

/** The settings of `groupQueryAttention()`, which are Keras's. */
export interface GroupQueryAttentionArgs extends KernelOptions {
  /** The size of a head. */
  readonly headDim: number;
  readonly numQueryHeads: number;
  /** A divisor of `numQueryHeads`. */
  readonly numKeyValueHeads: number;
  /** The part of the scores that is dropped in training. */
  readonly dropout?: number;
  /** Of the layer's own random numbers. */
  readonly seed?: number | null;
  readonly useBias?: boolean;
  /** Queries attend to keys that are less than so many steps away. */
  readonly slidingWindow?: number | null;
  /** Whether the heads' results pass a gate. Default false. */
  readonly useGate?: boolean;
  readonly name?: string;
  readonly trainable?: boolean;
}

/** The settings of `attention()`, which are Keras's. */
export interface DotAttentionArgs {
  /** Whether the scores have a learned factor. Default false. */
  readonly useScale?: boolean;
  /** How a query and a key are compared. Default "dot". */
  readonly scoreMode?: "dot" | "concat";
  /** The part of the scores that is dropped in training. */
  readonly dropout?: number;
  /** Of the layer's own random numbers. */
  readonly seed?: number | null;
  readonly name?: string;
  readonly trainable?: boolean;
}

/** The settings of `additiveAttention()`, which are Keras's. */
export interface AdditiveAttentionArgs
  extends Omit<DotAttentionArgs, "scoreMode" | "useScale"> {
  /** Whether the features have learned factors. Default true. */
  readonly useScale?: boolean;
}

/**
 * What a call may be given besides the query. In a model, later calls of the layer
 * have the options of its call there, unless they say otherwise.
 */
export interface AttentionOptions {
  /** The query by default. */
  readonly value?: tf.Tensor | tf.SymbolicTensor;
  /** The value by default. */
  readonly key?: tf.Tensor | tf.SymbolicTensor;
  /** [batch, query's length, key's length], nonzero where a query may attend. */
  readonly attentionMask?: tf.Tensor | tf.SymbolicTensor;
  /** Whether queries attend to no later keys. */
  readonly useCausalMask?: boolean;
  /** Whether to return [output, scores]. */
  readonly returnAttentionScores?: boolean;
  readonly training?: boolean;
}

/** The options that calls of a layer in models must have in common. */
export type CallOptions = Pick<
  AttentionOptions,
  "attentionMask" | "useCausalMask" | "returnAttentionScores"
>;

/**
 * The options of a layer's call in a model.
 *
 * @param before Those of its call before.
 * @throws {Error} if they differ: TensorFlow.js runs models without them.
 */
export function sameOptions(
  layer: string,
  { attentionMask, useCausalMask, returnAttentionScores }: AttentionOptions,
  before: CallOptions | undefined,
): CallOptions {
  const options = {
    attentionMask,
    useCausalMask: useCausalMask ?? false,
    returnAttentionScores: returnAttentionScores ?? false,
  };
  const keys = Object.keys(options) as (keyof CallOptions)[];
  if (before && !keys.every((key) => before[key] === options[key])) {
    throw new Error(
      `Cannot call layer "${layer}" again with other options: all its calls in models must have the same; make a second layer`,
    );
  }
  return options;
}
