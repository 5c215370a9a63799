/** A picture with the number of each pixel written in it. @module */
import type { Figure } from "../figure.ts";
import { baseLayout, hiddenAxis, inkScale } from "../theme.ts";
import { matrixOf, type Panel } from "./panels.ts";

/**
 * Draws a picture large, with each pixel's value in it.
 *
 * @param picture Values from 0, drawn white, to 255, drawn black
 */
export function pixelNumbers(
  picture: Panel,
  { heading }: { heading: string },
): Figure {
  const { rows, columns } = picture;
  const z = matrixOf(picture);
  const cell = Math.floor(696 / columns);
  return {
    data: [{
      type: "heatmap",
      z,
      colorscale: inkScale,
      zmin: 0,
      zmax: 255,
      showscale: false,
      hovertemplate: "row %{y}, column %{x}: %{z}<extra></extra>",
    }],
    layout: baseLayout({
      heading,
      width: columns * cell + 24,
      height: rows * cell + 56,
      margin: { l: 12, r: 12, t: 44, b: 12 },
      xaxis: hiddenAxis({ range: [-0.5, columns - 0.5] }),
      yaxis: hiddenAxis({ range: [rows - 0.5, -0.5] }),
      annotations: z.flatMap((line, y) =>
        line.map((value, x) => ({
          ...{ x, y, text: String(Math.round(value)), showarrow: false },
          font: { size: 10, color: value > 110 ? "#ffffff" : "#000000" },
        }))
      ),
    }),
    alt: `${rows} by ${columns} pixels with their values: ${heading}`,
  };
}
