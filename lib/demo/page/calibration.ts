/// <reference lib="dom" />
/** The ends of the colour scales, the same for all drawings. @module */
import type { Pixels } from "./input/source.ts";
import type { Network } from "./network/network.ts";

/** The largest values that some digits lead to. */
export interface Calibration {
  /** Of each stage. */
  readonly highs: readonly number[];
  /** Of the evidence. */
  readonly hottest: number;
}

/** Reads some digits, with pauses for the page. */
export async function calibrate(
  network: Network,
  digits: readonly Pixels[],
): Promise<Calibration> {
  const highs = network.stages.map(() => 0);
  let hottest = 0;
  for (const pixels of digits) {
    const { outputs, probabilities } = await network.read(pixels);
    outputs.forEach((values, k) => {
      highs[k] = Math.max(highs[k], high(values));
    });
    const answer = probabilities.indexOf(Math.max(...probabilities));
    const heat = network.evidence(pixels, answer);
    if (heat) hottest = Math.max(hottest, highest(heat.values));
    await new Promise((resolve) => setTimeout(resolve));
  }
  return { highs, hottest };
}

/** An absolute value that few of many exceed; of few, the largest. */
export function high(values: Float32Array): number {
  const sorted = values.map(Math.abs).sort();
  return sorted[Math.ceil(0.995 * sorted.length) - 1];
}

/** The largest absolute value. */
export function highest(values: ArrayLike<number>): number {
  let most = 0;
  for (let k = 0; k < values.length; k++) {
    most = Math.max(most, Math.abs(values[k]));
  }
  return most;
}
