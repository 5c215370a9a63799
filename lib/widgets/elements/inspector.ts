/// <reference lib="dom" />
/** Digits to choose from, and a choice of layers. @module */
import { cells } from "../drawings/grid.ts";
import {
  inspectorDrawing,
  type InspectorState,
} from "../drawings/inspector.ts";
import {
  answerOf,
  type InspectorData,
  pixelsAt,
} from "../drawings/inspector/data.ts";
import { type Drawing, tag } from "../drawings/svg.ts";
import { element, WidgetElement } from "./widget_element.ts";

/** Width of a digit to choose, in CSS pixels. */
const size = 42;

/** `<inspector-widget>`. */
export default class Inspector extends WidgetElement<InspectorData<string>> {
  #data!: InspectorData;
  #state: InspectorState = { digit: 0, layer: 0 };

  protected override async start(
    packed: InspectorData<string>,
  ): Promise<HTMLElement[]> {
    const data = { ...packed, bytes: await unpack(packed.bytes) };
    this.#data = data;
    const strip = element(
      "fieldset",
      { class: "strip" },
      element("legend", {}, "Choose a digit"),
      ...data.digits.map((_, digit) => this.#choice(digit)),
    );
    if (data.layers.length === 0) return [strip, this.frame];
    const select = element(
      "select",
      {},
      ...data.layers.map(({ name }, k) =>
        element("option", { value: k }, name)
      ),
    );
    select.addEventListener(
      "change",
      () => this.#set({ layer: select.selectedIndex }),
    );
    const layer = element("label", {}, "layer", select);
    return [strip, this.frame, layer];
  }

  protected override drawing(width: number): Drawing {
    return inspectorDrawing(this.#data, this.#state, width);
  }

  #choice(digit: number): HTMLElement {
    const data = this.#data;
    const { label } = data.digits[digit];
    const answer = answerOf(data, digit);
    const input = element("input", {
      type: "radio",
      name: "digit",
      "aria-label": `digit ${digit + 1}, a ${data.classes[label]}` +
        (answer === label ? "" : `, read as ${data.classes[answer]}`),
    });
    input.checked = digit === 0;
    input.addEventListener("change", () => this.#set({ digit }));
    const picture = element("span", {});
    const cell = (size - 2) / data.columns;
    const height = data.rows * cell + 2;
    picture.innerHTML = tag(
      "svg",
      { width: size, height, viewBox: `0 0 ${size} ${height}` },
      cells(pixelsAt(data, digit), { x: 1, y: 1, cell, high: 255 }),
    );
    return element(
      "label",
      { class: answer === label ? "choice" : "choice wrong" },
      input,
      picture,
    );
  }

  #set(change: Partial<InspectorState>): void {
    this.#state = { ...this.#state, ...change };
    this.changed();
  }
}

/** Bytes from base64 of a gzip file. */
async function unpack(base64: string): Promise<Uint8Array> {
  const packed = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
  const stream = new Blob([packed]).stream()
    .pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
