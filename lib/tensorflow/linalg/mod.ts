/**
 * Linear algebra that TensorFlow.js lacks: TensorFlow's own operations, with
 * gradients, op by op and recorded. Every function takes one matrix or a batch of
 * them, [..., rows, columns], and computes in float32. After `init()` the same
 * functions are on `tf.linalg`, too.
 *
 * ```ts
 * import { init, linalg, tf } from "../mod.ts";
 *
 * await init();
 * const matrix = tf.tensor2d([[4, 1], [1, 3]]);
 * linalg.solve(matrix, tf.tensor2d([[1], [2]])).print(); // [[1/11], [7/11]]
 * ```
 *
 * @module
 */
export type { Matrix } from "./inputs.ts";
export * from "./equations.ts";
export * from "./decompositions.ts";
