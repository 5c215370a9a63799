/** Statistics that outliers hardly move. @module */

/**
 * The value below which a share of the numbers lies.
 *
 * @param share From 0 to 1: 0.5 for the median
 * @returns 0 if there are none
 */
export function quantile(values: Float32Array, share: number): number {
  if (values.length === 0) return 0;
  const sorted = values.toSorted();
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}

/**
 * A standard deviation that outliers hardly move, from the median of the absolute
 * deviations: 1.4826 times it, for a normal distribution.
 */
export function medianDeviation(values: Float32Array, median: number): number {
  const deviations = values.map((value) => Math.abs(value - median));
  return 1.4826 * quantile(deviations, 0.5);
}

/** At most about `count` of the numbers, evenly spread. */
export function sample(values: Float32Array, count: number): Float32Array {
  const step = Math.max(1, Math.floor(values.length / count));
  const chosen = new Float32Array(Math.ceil(values.length / step));
  for (let i = 0; i < chosen.length; i++) chosen[i] = values[i * step];
  return chosen;
}
