/** Arithmetic on all eight weights at once. @module */
import { type WeightName, weightNames, type Weights } from "./network.ts";

/** Computes something for each weight, such as a number. */
export function mapWeights<T>(
  value: (name: WeightName) => T,
): Readonly<Record<WeightName, T>> {
  const entries = weightNames.map((name) => [name, value(name)] as const);
  return Object.fromEntries(entries) as Record<WeightName, T>;
}

/** The largest absolute difference between weights of the same name. */
export function largestDifference(a: Weights, b: Weights): number {
  return Math.max(...weightNames.map((name) => Math.abs(a[name] - b[name])));
}
