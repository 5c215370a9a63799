/// <reference lib="dom" />
/** A window that moves over an image by itself, by arrow keys or by pointer. @module */
import {
  filledUntil,
  type SlidingWindowData,
  slidingWindowDrawing,
  slidingWindowLayout,
  startPlace,
} from "../drawings/sliding_window.ts";
import type { Drawing } from "../drawings/svg.ts";
import { createPad, place } from "./pad.ts";
import { element, WidgetElement } from "./widget_element.ts";

/** Time at each place. */
const stepMilliseconds = 40;
/** Time at each row for readers who want less motion. */
const rowMilliseconds = 700;

/** `<sliding-window-widget>`. */
export default class SlidingWindow extends WidgetElement<SlidingWindowData> {
  #data!: SlidingWindowData;
  #row = 0;
  #column = 0;
  #filled = new Set<number>();
  #timer: ReturnType<typeof setInterval> | undefined;
  readonly #play = element("button", { type: "button" }, "Play");
  #imagePad!: HTMLElement;
  #mapPad!: HTMLElement;

  protected override start(data: SlidingWindowData): HTMLElement[] {
    this.#data = data;
    const { rows, columns } = data.image;
    this.#imagePad = createPad({
      label: "Window on the image: arrow keys move it",
      onPoints: (points) => {
        const [x, y] = points.at(-1)!;
        this.#pause();
        this.#moveTo(Math.floor(y * rows) - 1, Math.floor(x * columns) - 1);
      },
      onArrow: (right, down) => {
        this.#pause();
        this.#moveTo(this.#row + down, this.#column + right);
      },
    });
    this.#mapPad = createPad({
      label: "",
      onPoints: (points) => {
        const [x, y] = points.at(-1)!;
        this.#pause();
        this.#moveTo(
          Math.floor(y * (rows - 2)),
          Math.floor(x * (columns - 2)),
        );
      },
    });
    this.frame.append(this.#imagePad, this.#mapPad);
    this.#play.addEventListener(
      "click",
      () => this.#timer === undefined ? this.#run() : this.#pause(),
    );
    const all = element("button", { type: "button" }, "Whole map");
    all.addEventListener("click", () => {
      for (let k = 0; k < this.#places; k++) this.#filled.add(k);
      this.changed();
    });
    const clear = element("button", { type: "button" }, "Clear");
    clear.addEventListener("click", () => {
      this.#pause();
      this.#filled.clear();
      this.#moveTo(0, 0);
    });
    const begin = startPlace(data.image);
    this.#filled = filledUntil(data.image, begin);
    this.#moveTo(begin.row, begin.column);
    return [element("div", { class: "row" }, this.#play, all, clear)];
  }

  override disconnectedCallback(): void {
    this.#pause();
    super.disconnectedCallback();
  }

  protected override drawing(width: number): Drawing {
    const { image } = this.#data;
    const { cell, image: [x, y], map } = slidingWindowLayout(this.#data, width);
    place(this.#imagePad, {
      ...{ x, y },
      width: image.columns * cell,
      height: image.rows * cell,
    });
    place(this.#mapPad, {
      ...{ x: map[0], y: map[1] },
      width: (image.columns - 2) * cell,
      height: (image.rows - 2) * cell,
    });
    const state = {
      row: this.#row,
      column: this.#column,
      filled: this.#filled,
    };
    return slidingWindowDrawing(this.#data, state, width);
  }

  get #places(): number {
    return (this.#data.image.rows - 2) * (this.#data.image.columns - 2);
  }

  #moveTo(row: number, column: number): void {
    const { rows, columns } = this.#data.image;
    this.#row = Math.max(0, Math.min(rows - 3, row));
    this.#column = Math.max(0, Math.min(columns - 3, column));
    this.#filled.add(this.#row * (columns - 2) + this.#column);
    this.changed();
  }

  #run(): void {
    const columns = this.#data.image.columns - 2;
    if (this.#filled.size === this.#places) this.#filled.clear();
    let next = 0;
    const step = () => {
      while (this.#filled.has(next)) next++;
      this.#moveTo(Math.floor(next / columns), next % columns);
      if (this.#filled.size === this.#places) this.#pause();
    };
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const row = () => {
      while (this.#filled.has(next)) next++;
      const end = next - next % columns + columns;
      for (; next < end; next++) this.#filled.add(next);
      this.#moveTo(Math.floor((end - 1) / columns), columns - 1);
      if (this.#filled.size === this.#places) this.#pause();
    };
    this.#timer = setInterval(
      calm ? row : step,
      calm ? rowMilliseconds : stepMilliseconds,
    );
    this.#play.textContent = "Pause";
  }

  #pause(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#play.textContent = "Play";
  }
}
