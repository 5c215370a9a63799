/// <reference lib="dom" />
/** Small matrices of numbers. @module */
import type { ColourStops } from "../../../plots/theme.ts";
import { colourAt, inkOn, short } from "../../../widgets/drawings/grid.ts";
import { element } from "../../../widgets/elements/widget_element.ts";

/** A small matrix of numbers. */
export interface NumberGrid {
  readonly figure: HTMLElement;
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
  return {
    figure,
    show(values, columns, high, scale) {
      const cells = values.map((value) => {
        const cell = element("td", {}, short(value));
        cell.style.background = colourAt(
          scale,
          Math.max(0, Math.min(1, (value + high) / (2 * high))),
        );
        cell.style.color = inkOn(value, { scale, low: -high, high });
        return cell;
      });
      body.replaceChildren(
        ...Array.from(
          { length: values.length / columns },
          (_, row) =>
            element(
              "tr",
              {},
              ...cells.slice(row * columns, (row + 1) * columns),
            ),
        ),
      );
    },
  };
}
