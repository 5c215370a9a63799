/// <reference lib="dom" />
/** A slider for the learning rate on the error curve. @module */
import { type ErrorCurve, errorCurves } from "../../backprop/training.ts";
import {
  type LearningRateData,
  learningRateDrawing,
  type LearningRateState,
  sliderRates,
} from "../drawings/learning_rate.ts";
import type { Drawing } from "../drawings/svg.ts";
import { element, slider, WidgetElement } from "./widget_element.ts";

/** `<learning-rate-widget>`. */
export default class LearningRate extends WidgetElement<LearningRateData> {
  #data!: LearningRateData;
  #others: readonly ErrorCurve[] = [];
  #state: LearningRateState = { rate: 1, logarithmic: false };

  protected override start(data: LearningRateData): HTMLElement[] {
    const rates = sliderRates(data.rate);
    this.#data = data;
    this.#state = { rate: data.rate, logarithmic: false };
    this.#others = errorCurves(data);
    const logarithmic = element("input", { type: "checkbox" });
    logarithmic.addEventListener(
      "change",
      () => this.#set({ logarithmic: logarithmic.checked }),
    );
    return [
      slider({
        label: "learning rate η",
        min: 0,
        max: rates.length - 1,
        value: rates.indexOf(data.rate),
        format: (index) => String(rates[index]),
        onInput: (index) => this.#set({ rate: rates[index] }),
      }),
      element("label", {}, logarithmic, "logarithmic axis for E"),
    ];
  }

  protected override drawing(width: number): Drawing {
    return learningRateDrawing(this.#data, this.#state, this.#others, width);
  }

  #set(change: Partial<LearningRateState>): void {
    this.#state = { ...this.#state, ...change };
    this.changed();
  }
}
