import { ROWS } from "../lib/data/digits.ts";
import { defaultNetwork } from "../lib/model/network.ts";

/**
 * Floating-point operations of the convolutions for one image; a multiplication
 * and an addition count as two. Evaluation is one forward pass. Training adds the
 * gradient with respect to the kernel and, except in the first layer, to the input.
 * The other layers add less than 2 %.
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
