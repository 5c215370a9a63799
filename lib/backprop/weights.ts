/** Arithmetic on all eight weights at once. @module */
import { type WeightName, weightNames, type Weights } from "./network.ts";

/** Makes one number for each weight. */
export function mapWeights(value: (name: WeightName) => number): Weights {
  const entries = weightNames.map((name) => [name, value(name)] as const);
  return Object.fromEntries(entries) as Record<WeightName, number>;
}

/** The largest absolute difference between two sets, weight by weight. */
export function largestDifference(a: Weights, b: Weights): number {
  return Math.max(...weightNames.map((name) => Math.abs(a[name] - b[name])));
}
