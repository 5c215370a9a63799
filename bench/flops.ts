import { ROWS } from "../lib/data/digits.ts";
import { defaultNetwork } from "../lib/model/network.ts";

/**
 * Floating-point operations of the convolutions for one image, a
 * multiplication and an addition each counted: forward once, and for training
 * also the gradients by the kernel and, but for the first layer, by the input.
 * All else is under 2 %.
 */
export function flopPerImage(kind: "train" | "evaluate"): number {
  const { channels } = defaultNetwork;
  return channels.reduce((sum, outputs, layer) => {
    const inputs = layer === 0 ? 1 : channels[layer - 1];
    const size = layer < 2 ? ROWS : ROWS / 2;
    const passes = kind === "evaluate" ? 1 : layer === 0 ? 2 : 3;
    return sum + passes * 2 * size * size * 9 * inputs * outputs;
  }, 0);
}
