import { LionOptimizer } from "./added/lion.ts";
import { NadamOptimizer } from "./added/nadam.ts";
import { tf } from "../tfjs.ts";
import type { StockOptimizer } from "./stock.ts";

/** The class of an optimizer. */
interface OptimizerClass {
  readonly prototype: StockOptimizer;
}

const stateLists = new Map<unknown, readonly string[]>([
  [tf.SGDOptimizer, []],
  [tf.MomentumOptimizer, ["accumulations"]],
  [tf.AdagradOptimizer, ["accumulatedGrads"]],
  [tf.AdadeltaOptimizer, ["accumulatedGrads", "accumulatedUpdates"]],
  [tf.AdamOptimizer, ["accumulatedFirstMoment", "accumulatedSecondMoment"]],
  [tf.AdamaxOptimizer, [
    "accumulatedFirstMoment",
    "accumulatedWeightedInfNorm",
  ]],
  [tf.RMSPropOptimizer, [
    "accumulatedMeanSquares",
    "accumulatedMoments",
    "accumulatedMeanGrads",
  ]],
  [NadamOptimizer, ["accumulatedFirstMoment", "accumulatedSecondMoment"]],
  [LionOptimizer, ["accumulations"]],
]);

/**
 * TensorFlow.js's optimizers and those that it lacks, each with the names of its
 * members that list one `State` for each variable.
 */
export const knownOptimizers = stateLists as ReadonlyMap<
  OptimizerClass,
  readonly string[]
>;

/** Whether it is one of these optimizers, or extends one. */
export function isKnownOptimizer(optimizer: object): boolean {
  return knownOptimizers.keys()
    .some(({ prototype }) =>
      Object.prototype.isPrototypeOf.call(prototype, optimizer)
    );
}
