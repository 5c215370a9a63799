/**
 * Backpropagation by hand on a 2-2-2 network: plain numbers, no library.
 *
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { example, initialWeights, train } from "./mod.ts";
 *
 * const rows = train({
 *   weights: initialWeights,
 *   example,
 *   learningRate: 1,
 *   iterations: 1,
 * });
 * assertEquals(rows[0].errors.E.toFixed(6), "0.242520");
 * ```
 *
 * @module
 */
export * from "./finite_differences.ts";
export * from "./gradients.ts";
export * from "./network.ts";
export * from "./table.ts";
export * from "./training.ts";
export * from "./value.ts";
export * from "./weights.ts";
