/// <reference lib="dom" />
/** A pad to draw a digit on, by mouse, pen, finger or keys. @module */
import { COLUMNS, ROWS } from "../../data/digits.ts";
import {
  digitPadDrawing,
  digitPadLayout,
  type DigitPadState,
} from "../drawings/digit_pad.ts";
import type { Drawing } from "../drawings/svg.ts";
import { createReader, type PadData, type Reader } from "../pad/readers.ts";
import { penRadius, type Point } from "../pad/strokes.ts";
import { createPad, place } from "./pad.ts";
import { element, WidgetElement } from "./widget_element.ts";

/** `<digit-pad-widget>`. */
export default class DigitPad extends WidgetElement<PadData> {
  #reader!: Reader;
  #pad!: HTMLElement;
  #state: DigitPadState = { strokes: [] };

  protected override start(data: PadData): HTMLElement[] {
    this.#reader = createReader(data);
    this.#pad = createPad({
      label:
        "Drawing pad: arrow keys move the pen, Space puts it down and lifts it, Delete clears",
      onPoint: (x, y, begins) =>
        this.#draw([within(x * COLUMNS), within(y * ROWS)], begins),
      onArrow: (right, down) => this.#movePen(right, down),
    });
    this.#pad.addEventListener("keydown", (event) => {
      if (event.key === " ") this.#togglePen();
      else if (event.key === "Delete" || event.key === "Backspace") {
        this.#set({ strokes: [] });
      } else return;
      event.preventDefault();
    });
    this.frame.append(this.#pad);
    const undo = element("button", { type: "button" }, "Undo");
    undo.addEventListener(
      "click",
      () => this.#set({ strokes: this.#state.strokes.slice(0, -1) }),
    );
    const clear = element("button", { type: "button" }, "Clear");
    clear.addEventListener("click", () => this.#set({ strokes: [] }));
    const keys = element(
      "span",
      {},
      "Keys: arrows move the pen, Space puts it down or lifts it, Delete clears.",
    );
    return [element("div", { class: "row" }, undo, clear, keys)];
  }

  protected override drawing(width: number): Drawing {
    place(this.#pad, digitPadLayout(width).pad);
    return digitPadDrawing(this.#reader, this.#state, width);
  }

  /** Begins a stroke, or carries the last one on. */
  #draw(at: Point, begins: boolean): void {
    const { strokes } = this.#state;
    const last = strokes.at(-1);
    this.#state = {
      strokes: begins || !last
        ? [...strokes, [at]]
        : [...strokes.slice(0, -1), [...last, at]],
    };
    this.changed();
  }

  #movePen(right: number, down: number): void {
    const { at: [x, y], down: isDown } = this.#pen();
    const at: Point = [
      Math.min(COLUMNS - 1.5, Math.max(1.5, x + right)),
      Math.min(ROWS - 1.5, Math.max(1.5, y + down)),
    ];
    const { strokes } = this.#state;
    this.#set({
      strokes: isDown
        ? [...strokes.slice(0, -1), [...strokes.at(-1) ?? [], at]]
        : strokes,
      pen: { at, down: isDown },
    });
  }

  #togglePen(): void {
    const { at, down } = this.#pen();
    const { strokes } = this.#state;
    this.#set({
      strokes: down ? strokes : [...strokes, [at]],
      pen: { at, down: !down },
    });
  }

  #pen(): NonNullable<DigitPadState["pen"]> {
    return this.#state.pen ?? { at: [13.5, 13.5], down: false };
  }

  /** Changes the state; a stroke that was taken back lifts the pen. */
  #set(change: Partial<DigitPadState>): void {
    const { pen } = this.#state;
    const lifted = pen && { pen: { ...pen, down: false } };
    this.#state = { ...this.#state, ...lifted, ...change };
    this.changed();
  }
}

/** Where the whole width of a line is on the pad. */
function within(at: number): number {
  return Math.min(COLUMNS - penRadius, Math.max(penRadius, at));
}
