/// <reference lib="dom" />
/** A pad to draw a digit on, by mouse, pen, finger or keys. @module */
import { digitPadDrawing, digitPadLayout } from "../drawings/digit_pad.ts";
import type { Drawing } from "../drawings/svg.ts";
import {
  clear,
  drawTo,
  emptyDrawing,
  movePen,
  type PadDrawing,
  togglePen,
  undo,
} from "../pad/drawing.ts";
import { createReader, type PadData, type Reader } from "../pad/readers.ts";
import { createPad, place } from "./pad.ts";
import { element, WidgetElement } from "./widget_element.ts";

/** `<digit-pad-widget>`. */
export default class DigitPad extends WidgetElement<PadData> {
  #reader!: Reader;
  #pad!: HTMLElement;
  #state: PadDrawing = emptyDrawing;

  protected override start(data: PadData): HTMLElement[] {
    this.#reader = createReader(data);
    this.#pad = createPad({
      label:
        "Drawing pad: arrow keys move the pen, Space puts it down and lifts it, Delete clears",
      onPoints: (points, begins) =>
        this.#set(drawTo(this.#state, points, begins)),
      onArrow: (right, down) => this.#set(movePen(this.#state, right, down)),
      onToggle: () => this.#set(togglePen(this.#state)),
      onDelete: () => this.#set(clear(this.#state)),
    });
    this.frame.append(this.#pad);
    const undoButton = element("button", { type: "button" }, "Undo");
    undoButton.addEventListener("click", () => this.#set(undo(this.#state)));
    const clearButton = element("button", { type: "button" }, "Clear");
    clearButton.addEventListener("click", () => this.#set(clear(this.#state)));
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

  #set(state: PadDrawing): void {
    this.#state = state;
    this.changed();
  }
}
