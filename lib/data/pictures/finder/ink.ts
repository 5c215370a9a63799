import { type Labelled, labelComponents } from "./components.ts";
import { blur, mapPlane, type Plane, quantile } from "./plane.ts";

/** Blurs to try against grain, as standard deviations in pixels. */
const BLURS = [0, 0.8, 1.5, 2.5, 4] as const;

/** Ink that stands out from the grain by so many deviations needs no more blur. */
const CLEAR = 12;

/** Ink must stand out from the grain by so many deviations. */
const LEAST_CLEARNESS = 6;

/** The least contrast of ink. */
const LEAST_CONTRAST = 0.05;

/** Where the ink is. */
export interface Ink extends Labelled {
  /** Contrast of each pixel without the grain, as a share of the ink's own. */
  readonly amount: Plane;
  /** The ink's contrast; see `Contrast`. */
  readonly level: number;
  /** Deviations of the grain's contrast, after the blur. */
  readonly clearness: number;
}

/**
 * Tells ink from grain. Blurs no more than it must; a pixel is ink if its contrast is
 * above a low threshold and it hangs together with one above a high threshold
 * (hysteresis: J. Canny, "A computational approach to edge detection", 1986).
 *
 * @param contrast See `takeOutGround()`
 * @returns undefined if nothing stands out
 */
export function findInk(contrast: Plane): Ink | undefined {
  let best: { plane: Plane; level: number; clearness: number; grain: number } | undefined;
  for (const deviation of BLURS) {
    const plane = blur(contrast, deviation);
    const grain = grainOf(plane.values);
    const level = levelOf(plane, Math.max(LEAST_CONTRAST, 5 * grain));
    const clearness = level / Math.max(grain, 0.002);
    if (level > 0 && clearness > (best?.clearness ?? LEAST_CLEARNESS)) {
      best = { plane, level, clearness, grain };
    }
    if (best && best.clearness > CLEAR) break;
  }
  if (!best) return undefined;
  const { plane, level, clearness, grain } = best;
  const low = Math.max(0.3, 3.5 * grain / level);
  const high = Math.max(0.55, low);
  const amount = mapPlane(plane, (value) => value / level);
  const mask = Uint8Array.from(amount.values, (value) => value > low ? 1 : 0);
  const found = labelComponents(mask, plane.columns);
  const peaks = new Float32Array(found.components.length + 1);
  found.labels.forEach((label, at) => {
    peaks[label] = Math.max(peaks[label], amount.values[at]);
  });
  return {
    labels: found.labels,
    components: found.components.filter(({ label }) => peaks[label] > high),
    amount,
    level,
    clearness,
  };
}

/** The grain's standard deviation, from the median of absolute deviations. */
function grainOf(values: Float32Array): number {
  const step = Math.max(1, Math.floor(values.length / 20_000));
  const sample = values.filter((_, at) => at % step === 0);
  const middle = quantile(sample, 0.5);
  return 1.4826 *
    quantile(sample.map((value) => Math.abs(value - middle)), 0.5);
}

/** The contrast in the component that has most of it; 0 if there is none. */
function levelOf(plane: Plane, threshold: number): number {
  const mask = Uint8Array.from(
    plane.values,
    (value) => value > threshold ? 1 : 0,
  );
  const { labels, components } = labelComponents(mask, plane.columns);
  const sums = new Float32Array(components.length + 1);
  labels.forEach((label, at) => {
    if (label > 0) sums[label] += plane.values[at];
  });
  const largest = sums.indexOf(sums.reduce((a, b) => Math.max(a, b), 0));
  if (largest < 1 || components[largest - 1].area < 4) return 0;
  return quantile(
    plane.values.filter((_, at) => labels[at] === largest),
    0.75,
  );
}
