/// <reference lib="dom" />
/** Nine number fields on a kernel, and presets. @module */
import type { GreyImage } from "../drawings/convolution.ts";
import {
  kernelEditorDrawing,
  kernelEditorLayout,
  presets,
} from "../drawings/kernel_editor.ts";
import type { Drawing } from "../drawings/svg.ts";
import { place } from "./pad.ts";
import { element, WidgetElement } from "./widget_element.ts";

/** What the widget starts with. */
interface KernelEditorData {
  readonly image: GreyImage;
  readonly kernel: readonly number[];
}

/** `<kernel-editor-widget>`. */
export default class KernelEditor extends WidgetElement<KernelEditorData> {
  #data!: KernelEditorData;
  /** Names and weights of the buttons. */
  #kernels: (readonly [string, readonly number[]])[] = [];
  #kernel: readonly number[] = [];
  #fields: HTMLInputElement[] = [];
  #buttons: HTMLButtonElement[] = [];

  protected override start(data: KernelEditorData): HTMLElement[] {
    this.#data = data;
    this.#fields = data.kernel.map((_, k) => {
      const field = element("input", {
        type: "number",
        class: "weight",
        step: 0.25,
        "aria-label": `weight in row ${Math.floor(k / 3) + 1}, column ${
          k % 3 + 1
        }`,
      });
      field.addEventListener("input", () => {
        const weight = Number(field.value);
        this.#kernel = this.#kernel.with(k, weight);
        this.#update();
      });
      return field;
    });
    this.frame.append(...this.#fields);
    const isPreset = Object.values(presets).some((preset) =>
      sameKernel(preset, data.kernel)
    );
    this.#kernels = Object.entries(
      isPreset ? presets : { "first kernel": data.kernel, ...presets },
    );
    this.#buttons = this.#kernels.map(([name, kernel]) => {
      const button = element("button", { type: "button" }, name);
      button.addEventListener("click", () => this.#take(kernel));
      return button;
    });
    this.#take(data.kernel);
    return [
      element(
        "div",
        { class: "row", role: "group", "aria-label": "kernels" },
        ...this.#buttons,
      ),
    ];
  }

  protected override drawing(width: number): Drawing {
    const { kernel: [x, y], side } = kernelEditorLayout(
      this.#data.image,
      width,
    );
    this.#fields.forEach((field, k) =>
      place(field, {
        x: x + k % 3 * side,
        y: y + Math.floor(k / 3) * side,
        width: side,
        height: side,
      })
    );
    return kernelEditorDrawing(this.#data, this.#kernel, width);
  }

  #take(kernel: readonly number[]): void {
    this.#kernel = kernel;
    this.#fields.forEach((field, k) =>
      field.value = String(Number(kernel[k].toFixed(4)))
    );
    this.#update();
  }

  #update(): void {
    this.#buttons.forEach((button, k) =>
      button.ariaPressed = String(
        sameKernel(this.#kernels[k][1], this.#kernel),
      )
    );
    this.changed();
  }
}

function sameKernel(a: readonly number[], b: readonly number[]): boolean {
  return a.every((weight, k) => weight === b[k]);
}
