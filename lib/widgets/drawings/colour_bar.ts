/** Colour scales as bars. @module */
import type { ColourStops } from "../../plots/theme.ts";
import { colourAt } from "./grid.ts";
import { rect } from "./svg.ts";

const steps = 40;

/**
 * A colour scale from its start, at the left, to its end.
 *
 * @param overlap Of a step over the next, which hides the seams of opaque colours
 */
export function colourBar(
  scale: ColourStops,
  { x, y, width, height }: Readonly<
    Record<"x" | "y" | "width" | "height", number>
  >,
  overlap = 0,
): string {
  return Array.from({ length: steps }, (_, k) => {
    const fill = colourAt(scale, (k + 0.5) / steps);
    return rect(x + k * width / steps, y, width / steps + overlap, height, {
      fill,
    });
  }).join("");
}
