/** Kernels and feature maps of a convolution as pictures. @module */
import type { Figure } from "../figure.ts";
import { imageGrid } from "./image_grid.ts";
import type { Panel } from "./panels.ts";
import { amountScale, signedScale } from "../theme.ts";

/**
 * Draws a convolution's kernels, all on one scale: blue below zero, orange above.
 *
 * @param kernels One panel per output channel
 * @param options `limit` is at the ends of the scale. Default: the largest |weight|
 */
export function kernelGrid(
  kernels: readonly Panel[],
  { heading, perRow = 8, size = 64, limit }: {
    heading: string;
    perRow?: number;
    size?: number;
    limit?: number;
  },
): Figure {
  const largest = limit ?? (Math.max(
    ...kernels.map(({ pixels }) => Math.max(...Array.from(pixels, Math.abs))),
  ) || 1);
  return imageGrid(kernels, {
    heading,
    perRow,
    size,
    scale: signedScale,
    range: [-largest, largest],
    barTitle: "weight",
  });
}

/**
 * Draws the feature maps of one layer, all on one scale from 0 (white) to the largest
 * value (dark): a map that answers nowhere looks empty.
 *
 * @param maps Without values below zero, as after ReLU
 */
export function featureMapGrid(
  maps: readonly Panel[],
  { heading, perRow = 8, size }: {
    heading: string;
    perRow?: number;
    size?: number;
  },
): Figure {
  const largest = Math.max(
    ...maps.map(({ pixels }) => Math.max(...Array.from(pixels))),
  );
  return imageGrid(maps, {
    heading,
    perRow,
    size,
    scale: amountScale,
    range: [0, largest > 0 ? largest : 1],
    barTitle: "value",
    framed: true,
  });
}
