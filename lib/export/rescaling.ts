import type { Normalization } from "../model/normalization.ts";

/** The name of the layer that normalizes. */
export const RESCALING = "normalize_pixels";

/**
 * The settings of a layer `Rescaling`, in Keras and in TensorFlow.js, that normalizes
 * pixels from 0 to 255.
 */
export function pixelRescaling({ mean, standardDeviation }: Normalization) {
  return {
    name: RESCALING,
    scale: 1 / (255 * standardDeviation),
    offset: -mean / standardDeviation,
  };
}
