/** The feature maps of a layer in rows. @module */
import { amountScale, signedScale } from "../../../plots/theme.ts";
import { colourBar } from "../colour_bar.ts";
import { cells, short } from "../grid.ts";
import { type InspectorData, levels, mapsAt } from "./data.ts";
import { crisp, small, text } from "../svg.ts";

/** Space between two maps, in CSS pixels. */
const space = 6;

/** The maps of a layer, and their colour scale; nothing if there are no layers. */
export function layerMaps(
  data: InspectorData,
  { digit, layer }: { readonly digit: number; readonly layer: number },
  { width, top }: { readonly width: number; readonly top: number },
): { parts: string[]; bottom: number; alt: string } {
  if (data.layers.length === 0) return { parts: [], bottom: top, alt: "" };
  const { name, count, rows, columns, low, high } = data.layers[layer];
  const isNarrow = width < 520;
  const perRow = Math.min(count, isNarrow ? 4 : 8);
  const across = Math.min(90, (width - 2 - (perRow - 1) * space) / perRow);
  const cell = Math.max(0.5, Math.floor(4 * across / columns) / 4);
  const scale = low < 0 ? signedScale : amountScale;
  const mapRows = Math.ceil(count / perRow);
  const bottom = top + mapRows * (rows * cell + space);
  const bar = { x: 1, y: bottom + 10, width: Math.min(width - 2, 200) };
  const title = `${name}: ${count} maps of ${rows}×${columns}`;
  return {
    alt: `Layer ${title}`,
    bottom: bottom + 46,
    parts: [
      text(1, top - 8, title, small),
      ...mapsAt(data, digit, layer).map((map, k) => {
        const x = 1 + k % perRow * (columns * cell + space);
        const y = top + Math.floor(k / perRow) * (rows * cell + space);
        return cells(map, { x, y, cell, scale, high: levels }) +
          text(x + 3, y + 11, String(k), { "font-size": 10 });
      }),
      crisp(colourBar(scale, { ...bar, height: 10 })),
      text(1, bottom + 36, short(low), small),
      text(1 + bar.width, bottom + 36, short(high), {
        ...small,
        "text-anchor": "end",
      }),
      isNarrow ? "" : text(
        bar.width + 16,
        bottom + 20,
        "one scale for all digits",
        small,
      ),
    ],
  };
}
