/// <reference lib="dom" />
/** A pad to draw a digit on, by mouse, pen, finger or keys. @module */
import { digitPadDrawing, digitPadLayout } from "../drawings/digit_pad.ts";
import type { Drawing } from "../drawings/svg.ts";
import { clear, emptyDrawing, type PadDrawing, undo } from "../pad/drawing.ts";
import { createReader, type PadData, type Reader } from "../pad/readers.ts";
import { createDrawingPad, type DrawingChange } from "./drawing_pad.ts";
import { place } from "./pad.ts";
import { element, WidgetElement } from "./widget_element.ts";

/** `<digit-pad-widget>`. */
export default class DigitPad extends WidgetElement<PadData> {
  #reader!: Reader;
  #pad!: HTMLElement;
  #state: PadDrawing = emptyDrawing;

  protected override start(data: PadData): HTMLElement[] {
    this.#reader = createReader(data);
    this.#pad = createDrawingPad((change) => this.#edit(change));
    this.frame.append(this.#pad);
    const undoButton = element("button", { type: "button" }, "Undo");
    undoButton.addEventListener("click", () => this.#edit(undo));
    const clearButton = element("button", { type: "button" }, "Clear");
    clearButton.addEventListener("click", () => this.#edit(clear));
    const keys = element(
      "span",
      {},
      "Keys: arrows move the pen, Space puts it down or lifts it, Delete clears.",
    );
    return [
      element("div", { class: "row" }, undoButton, clearButton, keys),
    ];
  }

  protected override drawing(width: number): Drawing {
    place(this.#pad, digitPadLayout(width).pad);
    return digitPadDrawing(this.#reader, this.#state, width);
  }

  #edit(change: DrawingChange): void {
    this.#state = change(this.#state);
    this.changed();
  }
}
