/// <reference lib="dom" />
/** Small matrices of numbers. @module */
import type { ColourStops } from "../../../plots/theme.ts";
import { colourAt, inkOn, short } from "../../../widgets/drawings/grid.ts";
import { element } from "../../../widgets/elements/widget_element.ts";

/** A small matrix of numbers. */
export interface NumberGrid {
  readonly figure: HTMLElement;
  /** @param scale From −`high` to `high`. */
  show(
    values: readonly number[],
    columns: number,
    high: number,
    scale: ColourStops,
  ): void;
}

/** Makes a table with a caption, its cells on colours. */
export function createGrid(caption: string): NumberGrid {
  const body = element("tbody", {});
  const figure = element(
    "table",
    { class: "numbers" },
    element("caption", {}, caption),
    body,
  );
  let cells: HTMLElement[] = [];
  let width = 0;
  const layOut = (count: number, columns: number) => {
    cells = Array.from({ length: count }, () => element("td", {}));
    width = columns;
    body.replaceChildren(
      ...Array.from(
        { length: count / columns },
        (_, row) =>
          element("tr", {}, ...cells.slice(row * columns, (row + 1) * columns)),
      ),
    );
  };
  return {
    figure,
    show(values, columns, high, scale) {
      if (cells.length !== values.length || width !== columns) {
        layOut(values.length, columns);
      }
      values.forEach((value, k) => {
        const cell = cells[k];
        const text = short(value);
        if (cell.textContent !== text) cell.textContent = text;
        const { ground, ink } = colours(scale)[
          Math.round(steps / 2 * (1 + Math.max(-1, Math.min(1, value / high))))
        ];
        cell.style.background = ground;
        cell.style.color = ink;
      });
    },
  };
}

/** Shades of a scale that are told apart. */
const steps = 64;

const known = new Map<ColourStops, { ground: string; ink: string }[]>();

/** A scale's colours, and the ink that stands out from each. */
function colours(scale: ColourStops): { ground: string; ink: string }[] {
  let list = known.get(scale);
  if (!list) {
    list = Array.from({ length: steps + 1 }, (_, k) => ({
      ground: colourAt(scale, k / steps),
      ink: inkOn(k, { scale, low: 0, high: steps }),
    }));
    known.set(scale, list);
  }
  return list;
}
