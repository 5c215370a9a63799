/** Kernels and feature maps of a convolution as pictures. @module */
import type { Figure } from "../figure.ts";
import { imageGrid } from "./image_grid.ts";
import type { Panel } from "./panels.ts";
import { amountScale, signedScale } from "../theme.ts";

/**
 * Draws a convolution's kernels, all on one scale: blue below zero, orange above.
 *
 * @param kernels One panel per output channel
 */
export function kernelGrid(
  kernels: readonly Panel[],
  { heading, perRow = 8, size = 64 }: {
    heading: string;
    perRow?: number;
    size?: number;
  },
): Figure {
  const largest = Math.max(
    ...kernels.map(({ pixels }) => Math.max(...Array.from(pixels, Math.abs))),
  ) || 1;
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
 * Draws feature maps. Each has a scale of its own, from its smallest value
 * (white) to its largest (dark), because channels differ widely in magnitude.
 */
export function featureMapGrid(
  maps: readonly Panel[],
  { heading, perRow = 8, size }: {
    heading: string;
    perRow?: number;
    size?: number;
  },
): Figure {
  return imageGrid(maps.map(stretched), {
    heading,
    perRow,
    size,
    scale: amountScale,
    range: [0, 1],
    framed: true,
  });
}

/** The picture scaled to values from 0 to 1, or all 0 if its values are equal. */
function stretched(panel: Panel): Panel {
  const values = Array.from(panel.pixels);
  const low = Math.min(...values);
  const span = Math.max(...values) - low || 1;
  return { ...panel, pixels: values.map((value) => (value - low) / span) };
}
