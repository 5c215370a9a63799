import { labelComponents, type Labelled } from "./components.ts";
import { possibleStrokes } from "./possible_strokes.ts";
import { blur, mapPlane, type Plane } from "./plane.ts";
import { medianDeviation, quantile, sample } from "./quantile.ts";

/** Blurs to try against grain, as standard deviations in pixels. */
const BLURS = [0, 0.8, 1.5, 2.5, 4] as const;

/** Ink that stands out from the grain by this many deviations needs no more blur. */
const CLEAR = 12;

/** Ink must stand out from the grain by this many deviations. */
const LEAST_CLEARNESS = 6;

/** The least contrast of ink. */
const LEAST_CONTRAST = 0.05;

/** Where the ink is. */
export interface Ink extends Labelled {
  /** Contrast of each pixel without the grain, as a share of the ink's own. */
  readonly amount: Plane;
  /** The ink's contrast; see `Contrast`. */
  readonly level: number;
  /** The ink's contrast in standard deviations of the grain, after the blur. */
  readonly clearness: number;
}

/**
 * Tells ink from grain. Blurs no more than it must; a pixel is ink if its contrast is
 * above a low threshold and it hangs together with one above a high threshold
 * (hysteresis: J. Canny, "A computational approach to edge detection", 1986).
 *
 * @param contrast See `removeGround()`
 * @returns undefined if nothing stands out
 */
export function findInk(contrast: Plane): Ink | undefined {
  let best:
    | { plane: Plane; level: number; clearness: number; grain: number }
    | undefined;
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
  const found = labelComponents(maskAbove(amount.values, low), plane.columns);
  const peaks = new Float32Array(found.components.length + 1);
  for (let at = 0; at < found.labels.length; at++) {
    const label = found.labels[at];
    if (amount.values[at] > peaks[label]) peaks[label] = amount.values[at];
  }
  return {
    labels: found.labels,
    components: possibleStrokes(
      found.components.filter(({ label }) => peaks[label] > high),
      found.labels,
      amount,
    ),
    amount,
    level,
    clearness,
  };
}

/** The grain's standard deviation. */
function grainOf(values: Float32Array): number {
  const some = sample(values, 20_000);
  return medianDeviation(some, quantile(some, 0.5));
}

/** The contrast in the component that has most of it; 0 if there is none. */
function levelOf({ columns, values }: Plane, threshold: number): number {
  const found = labelComponents(maskAbove(values, threshold), columns);
  const sums = new Float32Array(found.components.length + 1);
  for (let at = 0; at < values.length; at++) {
    sums[found.labels[at]] += values[at];
  }
  sums[0] = 0;
  const largest = sums.indexOf(sums.reduce((a, b) => Math.max(a, b), 0));
  if (largest < 1) return 0;
  const { area } = found.components[largest - 1];
  if (area < 4) return 0;
  const inside = new Float32Array(area);
  for (let at = 0, i = 0; at < values.length; at++) {
    if (found.labels[at] === largest) inside[i++] = values[at];
  }
  return quantile(inside, 0.75);
}

function maskAbove(values: Float32Array, threshold: number): Uint8Array {
  const mask = new Uint8Array(values.length);
  for (let at = 0; at < mask.length; at++) {
    if (values[at] > threshold) mask[at] = 1;
  }
  return mask;
}
