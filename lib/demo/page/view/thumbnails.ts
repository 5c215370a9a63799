/// <reference lib="dom" />
/** A row of digits to choose from. @module */
import { element } from "../../../widgets/elements/widget_element.ts";
import type { Pixels } from "../input/source.ts";
import { drawInputImage } from "./input_image.ts";
import { onThemeChange } from "./palette.ts";

/** A row of digits to choose from. */
export interface Thumbnails {
  /** Replaces the digits. */
  fill(digits: readonly Pixels[], nameOf: (index: number) => string): void;
  /** Marks one as chosen, or none. */
  choose(index: number | undefined): void;
}

/** Makes a row in a fieldset, which is hidden while there are no digits. */
export function createThumbnails(
  field: HTMLElement,
  onChoose: (index: number) => void,
): Thumbnails {
  const list = field.querySelector(".thumbnails")!;
  let canvases: { canvas: HTMLCanvasElement; pixels: Pixels }[] = [];
  const draw = () => {
    for (const { canvas, pixels } of canvases) {
      drawInputImage(canvas, { pixels });
    }
  };
  onThemeChange(draw);
  return {
    fill(digits, nameOf) {
      field.hidden = digits.length === 0;
      canvases = digits.map((pixels) => ({
        canvas: element("canvas", {}),
        pixels,
      }));
      draw();
      list.replaceChildren(...canvases.map(({ canvas }, index) => {
        const button = element(
          "button",
          { type: "button", "aria-label": nameOf(index) },
          canvas,
        );
        button.addEventListener("click", () => onChoose(index));
        return button;
      }));
    },
    choose(index) {
      Array.from(list.children).forEach((button, k) => {
        button.ariaPressed = String(k === index);
      });
    },
  };
}
