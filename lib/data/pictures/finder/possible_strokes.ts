import type { Component } from "./components.ts";
import type { Plane } from "./plane.ts";

/** A frame covers more than this share of the picture's outermost pixels. */
const FRAME = 0.5;

/** A strip from edge to edge is thinner than this share of the picture's other side. */
const STRIP = 0.06;

/** Below this share of the ink's contrast, a pixel is too light to be ground. */
const LIGHTER = -0.3;

/** A step in the light has such pixels along more than this share of its outline. */
const STEP = 0.3;

/** From a pixel to those two away, which may be ink. */
const TWO_AWAY = [[2, 0], [-2, 0], [0, 2], [0, -2]] as const;

/**
 * Leaves out what no pen has drawn: frames around the picture, strips from edge to edge
 * such as the paper's border, and steps in the light, beside which the picture is lighter
 * than the ground.
 *
 * @param amount Contrast as a share of the ink's
 */
export function possibleStrokes(
  components: readonly Component[],
  labels: Int32Array,
  amount: Plane,
): Component[] {
  const { rows, columns, values } = amount;
  const most = components.reduce((most, { label }) => Math.max(most, label), 0);
  const atEdge = new Float32Array(most + 1);
  const outline = new Float32Array(most + 1);
  const lighter = new Float32Array(most + 1);
  for (let row = 0, at = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++, at++) {
      const label = labels[at];
      if (label > 0 && label <= most) {
        const edges = Number(row === 0) + Number(row === rows - 1) +
          Number(column === 0) + Number(column === columns - 1);
        atEdge[label] += edges;
        continue;
      }
      for (const [dx, dy] of TWO_AWAY) {
        const [x, y] = [column + dx, row + dy];
        if (x < 0 || y < 0 || x >= columns || y >= rows) continue;
        const beside = labels[y * columns + x];
        if (beside === 0 || beside > most) continue;
        outline[beside]++;
        if (values[at] < LIGHTER) lighter[beside]++;
        break;
      }
    }
  }
  return components.filter((box) => {
    const { label } = box;
    const [width, height] = [box.right - box.left, box.bottom - box.top];
    const frame = atEdge[label] > FRAME * 2 * (rows + columns);
    const strip = (width >= 0.98 * columns && height < STRIP * rows) ||
      (height >= 0.98 * rows && width < STRIP * columns);
    const step = lighter[label] > STEP * outline[label];
    return !frame && !strip && !step;
  });
}
