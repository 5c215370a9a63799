/// <reference lib="dom" />
/** Colours of what is drawn on canvases, in light and dark. @module */
import { amountScale, type ColourStops } from "../../../plots/theme.ts";
import { colourAt } from "../../../widgets/drawings/grid.ts";

/** Colours of one theme. */
export interface Palette {
  /** Paper to ink. */
  readonly ink: ColourStops;
  /** Nothing to much. */
  readonly amount: ColourStops;
  /** Negative, zero, positive. */
  readonly signed: ColourStops;
  /** No evidence to much, laid over ink. */
  readonly heat: ColourStops;
  /** The pen's line. */
  readonly pen: string;
  /** The line of the drawing that the page begins with. */
  readonly sample: string;
}

const light: Palette = {
  ink: [[0, "#ffffff"], [1, "#14213d"]],
  // From the grey of a tile, which stands out from the card
  amount: [[0, "#eff1f0"], ...amountScale.slice(1)],
  signed: [
    [0, "#2b83ba"],
    [0.5, "#ffffff"],
    [1, "#ee9a5a"],
  ],
  heat: [
    [0, "rgba(230, 120, 0, 0)"],
    [0.4, "rgba(235, 130, 0, 0.5)"],
    [1, "rgba(205, 70, 0, 0.85)"],
  ],
  pen: "#14213d",
  sample: "#98a0af",
};

const dark: Palette = {
  ink: [[0, "#10161d"], [1, "#f4f1ea"]],
  amount: [
    [0, "#1c252f"],
    [0.25, "#174a69"],
    [0.5, "#1f7cb0"],
    [0.75, "#56b4e9"],
    [1, "#e6f5ff"],
  ],
  signed: [
    [0, "#2f8fc9"],
    [0.5, "#10161d"],
    [1, "#d9772b"],
  ],
  heat: [
    [0, "rgba(255, 140, 30, 0)"],
    [0.4, "rgba(255, 140, 30, 0.5)"],
    [1, "rgba(255, 90, 0, 0.9)"],
  ],
  pen: "#f4f1ea",
  sample: "#5f6873",
};

const darkness = matchMedia("(prefers-color-scheme: dark)");

/** The colours of the theme that the reader has chosen. */
export function palette(): Palette {
  return darkness.matches ? dark : light;
}

/** Calls back when the reader changes the theme. */
export function onThemeChange(change: () => void): void {
  darkness.addEventListener("change", change);
}

/** A scale's colours at 256 places, as the numbers that `ImageData` holds. */
export type Shades = Uint32Array;

const tables = new Map<ColourStops, Shades>();

/** The shades of a scale. */
export function shadesOf(scale: ColourStops): Shades {
  let shades = tables.get(scale);
  if (!shades) {
    shades = Uint32Array.from({ length: 256 }, (_, k) => {
      const [red, green, blue, alpha = 1] = colourAt(scale, k / 255)
        .match(/[\d.]+/g)!.map(Number);
      // Bytes in the order red, green, blue, opacity, on any machine with browsers
      return (Math.round(255 * alpha) << 24 | blue << 16 | green << 8 | red) >>>
        0;
    });
    tables.set(scale, shades);
  }
  return shades;
}

/** The place of a value on a scale of 256 shades. */
export function shadeAt(value: number, high: number): number {
  return Math.max(0, Math.min(255, Math.round(255 * value / (high || 1))));
}
