/** What a convolution has learnt and what it answers, as pictures. @module */
import type { Figure } from "../figure.ts";
import { imageGrid, type Panel } from "./image_grid.ts";
import { amountScale, signedScale } from "../theme.ts";

/**
 * Draws kernels, blue below zero and orange above, all on one scale.
 *
 * @param kernels one panel an output channel
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
 * Draws feature maps, each stretched from its own smallest value (white) to
 * its own largest (dark), because channels differ in size by far.
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

/** The same picture with values from 0 to 1; all 0 where nothing differs. */
function stretched(panel: Panel): Panel {
  const values = Array.from(panel.pixels);
  const low = Math.min(...values);
  const span = Math.max(...values) - low || 1;
  return { ...panel, pixels: values.map((value) => (value - low) / span) };
}
