/// <reference lib="dom" />
/** The image that the network gets, with Grad-CAM's evidence for a class on top. @module */
import { COLUMNS, ROWS } from "../../../data/digits.ts";
import type { Grid } from "../../../evaluation/feature_maps.ts";
import { element } from "../../../widgets/elements/widget_element.ts";
import { highest } from "../calibration.ts";
import { byId } from "../input/controls.ts";
import type { Pixels } from "../input/source.ts";
import type { Network, Reading } from "../network/network.ts";
import type { Stage } from "../network/stages.ts";
import type { UnitPlace } from "../network/unit.ts";
import type { Read } from "../reader.ts";
import { rankingOf } from "./answers.ts";
import { drawInputImage } from "./input_image.ts";
import { patchOf } from "./tiles.ts";

/** The image and its controls. */
export class Evidence {
  /** The heat at the end of the scale. */
  hottest: number | undefined;
  #network: Network | undefined;
  #read: Read | undefined;
  readonly #canvas = byId("image") as HTMLCanvasElement;
  readonly #patch = byId("image-patch");
  readonly #wanted = byId("evidence") as HTMLInputElement;
  readonly #class = byId("evidence-class") as HTMLSelectElement;

  constructor() {
    for (const control of [this.#wanted, this.#class]) {
      control.addEventListener("change", () => this.#draw());
    }
  }

  /** From now on, this network is asked. */
  use(network: Network): void {
    this.#network = network;
    this.#offer(true);
    if (this.#class.options.length > 1) return;
    this.#class.append(
      ...network.info.classes.map((name, k) =>
        element("option", { value: k }, name)
      ),
    );
  }

  /** Draws the image and the evidence. */
  show(read: Read): void {
    this.#read = read;
    this.#draw();
  }

  /** Frames what a unit of the first stage looks at; without a stage, nothing. */
  mark(stage: Stage | undefined, unit: UnitPlace): void {
    this.#patch.hidden = stage?.kind !== "convolution";
    if (!stage) return;
    const { row, column, height, width } = patchOf(stage, unit, stage.input);
    const { style } = this.#patch;
    style.left = `${100 * column / COLUMNS}%`;
    style.top = `${100 * row / ROWS}%`;
    style.width = `${100 * width / COLUMNS}%`;
    style.height = `${100 * height / ROWS}%`;
  }

  #draw(): void {
    const { pixels, reading } = this.#read ?? {};
    const heat = pixels && reading && this.#heatOf(pixels, reading);
    drawInputImage(this.#canvas, {
      pixels,
      heat: heat && {
        values: heat.values,
        high: this.hottest ?? highest(heat.values),
      },
    });
  }

  /** Undefined if the reader doesn't want it, or the network has none. */
  #heatOf(pixels: Pixels, { probabilities }: Reading): Grid | undefined {
    if (!this.#wanted.checked) return undefined;
    const chosen = this.#class.value;
    const heat = this.#network!.evidence(
      pixels,
      chosen === "" ? rankingOf(probabilities)[0] : Number(chosen),
    );
    this.#offer(heat !== undefined);
    return heat;
  }

  /** Shows the controls, or says why there are none. */
  #offer(isPossible: boolean): void {
    byId("evidence-controls").hidden = !isPossible;
    byId("no-evidence").hidden = isPossible;
  }
}
