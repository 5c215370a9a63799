import { CLASS_COUNT } from "../data/digits.ts";
import type { FittedNetworkOptions } from "./network.ts";

/**
 * Counts a network's trainable parameters without creating it: each layer's kernel
 * and bias, and batch normalization's scale and shift.
 */
export function trainableParameters(
  { channels, hidden, classes = CLASS_COUNT }: Pick<
    FittedNetworkOptions,
    "channels" | "hidden" | "classes"
  >,
): number {
  let [total, inputs] = [0, 1];
  for (const outputs of channels) {
    total += (3 * 3 * inputs + 3) * outputs;
    inputs = outputs;
  }
  return total + (inputs + 3) * hidden + (hidden + 1) * classes;
}
