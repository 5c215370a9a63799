/// <reference lib="dom" />
/** Sliders on logits and temperature. @module */
import { short } from "../drawings/grid.ts";
import { softmax } from "../drawings/softmax/probabilities.ts";
import { softmaxDrawing } from "../drawings/softmax.ts";
import {
  logitLimit,
  type SoftmaxData,
  softmaxLayout,
  type SoftmaxState,
} from "../drawings/softmax/layout.ts";
import type { Drawing } from "../drawings/svg.ts";
import { element, slider, WidgetElement } from "./widget_element.ts";

const temperatures = [
  ...[0.1, 0.2, 0.3, 0.5, 0.7, 1, 1.5, 2, 2.5, 3],
  ...[4, 5, 6, 8, 10, 15, 20],
];

/** Distance from the end of a slider to the middle of its thumb there. */
const reach = 12;

/** `<softmax-widget>`. */
export default class Softmax extends WidgetElement<SoftmaxData> {
  #data!: SoftmaxData;
  #state!: SoftmaxState;
  #handles: HTMLInputElement[] = [];

  protected override start(data: SoftmaxData): HTMLElement[] {
    this.#data = data;
    this.#state = data;
    const limit = logitLimit(data.logits);
    this.#handles = data.labels.map((label, k) => {
      const handle = element("input", {
        type: "range",
        class: "handle",
        min: -limit,
        max: limit,
        step: 0.1,
        value: data.logits[k],
        "aria-label": `logit of ${label}`,
      });
      handle.addEventListener("input", () =>
        this.#set({
          logits: this.#state.logits.with(k, handle.valueAsNumber),
        }));
      return handle;
    });
    this.frame.append(...this.#handles);
    const values = [...new Set([...temperatures, data.temperature])]
      .sort((a, b) => a - b);
    const start = values.indexOf(data.temperature);
    const temperature = slider({
      label: "temperature T",
      min: 0,
      max: values.length - 1,
      value: start,
      format: (index) => short(values[index]),
      onInput: (index) => this.#set({ temperature: values[index] }),
    });
    const reset = element("button", { type: "button" }, "Reset");
    reset.addEventListener("click", () => {
      const input = temperature.querySelector("input")!;
      input.valueAsNumber = start;
      input.dispatchEvent(new Event("input"));
      this.#handles.forEach((handle, k) =>
        handle.valueAsNumber = data.logits[k]
      );
      this.#set(data);
    });
    return [temperature, element("div", { class: "row" }, reset)];
  }

  protected override drawing(width: number): Drawing {
    const { logits, temperature } = this.#state;
    const { track, trackY } = softmaxLayout(this.#data, width);
    const p = softmax(logits, temperature);
    this.#handles.forEach((handle, k) => {
      handle.style.left = `${track[0] - reach}px`;
      handle.style.width = `${track[1] + 2 * reach}px`;
      handle.style.top = `${trackY(k) - reach}px`;
      handle.setAttribute(
        "aria-valuetext",
        `${short(logits[k])}, probability ${p[k].toFixed(3)}`,
      );
    });
    return softmaxDrawing(this.#data, this.#state, width);
  }

  #set(change: Partial<SoftmaxState>): void {
    this.#state = { ...this.#state, ...change };
    this.changed();
  }
}
