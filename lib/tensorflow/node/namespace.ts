/**
 * What tfjs-node exports: TensorFlow.js, with `tf.node`, files in `tf.io`, and its
 * version.
 *
 * @module
 */
import type { multiHeadAttention } from "../layers/multi_head_attention.ts";
import type * as added from "../linalg/mod.ts";
import { tf } from "../tfjs.ts";

export * from "npm:@tensorflow/tfjs@4.22.0";
export * as io from "./io.ts";
export { type Node, node } from "./mod.ts";

/** The versions of TensorFlow.js's packages. */
export const version: Readonly<typeof tf.version & { "tfjs-node": string }> = {
  ...tf.version,
  "tfjs-node": tf.version.tfjs,
};

/** TensorFlow.js's linear algebra, and after `init()` TensorFlow's, too. */
export const linalg: typeof tf.linalg & typeof added = tf
  .linalg as typeof tf.linalg & typeof added;

/** TensorFlow.js's layers, and after `init()` `multiHeadAttention()`. */
export const layers: typeof tf.layers & {
  readonly multiHeadAttention: typeof multiHeadAttention;
} = tf.layers as never;

/** The classes of layers, as types. */
export declare namespace layers {
  export type Layer = tf.layers.Layer;
  export type RNN = tf.layers.RNN;
  export type RNNCell = tf.layers.RNNCell;
}
