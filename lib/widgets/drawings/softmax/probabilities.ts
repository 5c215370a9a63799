/** Softmax and cross-entropy in plain numbers: what the softmax widget shows. @module */

/** pₖ = exp(zₖ/T) / Σⱼ exp(zⱼ/T). */
export function softmax(
  logits: readonly number[],
  temperature = 1,
): number[] {
  const powers = powersOf(logits, temperature);
  const sum = sumOf(powers);
  return powers.map((power) => power / sum);
}

/** −log p of the target, from the logits: finite even where p rounds to 0. */
export function crossEntropy(
  logits: readonly number[],
  target: number,
  temperature = 1,
): number {
  const largest = Math.max(...logits);
  return Math.log(sumOf(powersOf(logits, temperature))) -
    (logits[target] - largest) / temperature;
}

/** exp(zₖ/T), divided by the largest of them, so that none overflows. */
function powersOf(logits: readonly number[], temperature: number): number[] {
  const largest = Math.max(...logits);
  return logits.map((z) => Math.exp((z - largest) / temperature));
}

function sumOf(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
}
