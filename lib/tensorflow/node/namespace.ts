/**
 * What tfjs-node exports: TensorFlow.js, with `tf.node`, files in `tf.io`, and its
 * version.
 *
 * @module
 */
import type * as keras from "../layers/keras.ts";
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

/** TensorFlow.js's layers, and after `init()` Keras's others. */
export const layers: typeof tf.layers & typeof keras = tf.layers as never;

/** The classes of layers, as types. */
export declare namespace layers {
  /** TensorFlow.js's class of layers. */
  export type Layer = tf.layers.Layer;
  /** TensorFlow.js's layer that runs a cell over a sequence. */
  export type RNN = tf.layers.RNN;
  /** TensorFlow.js's class of cells, each one step of a sequence. */
  export type RNNCell = tf.layers.RNNCell;
}
