/// <reference lib="dom" />
/** What is inside the network: maps, one unit worked out, evidence. @module */
import { type Calibration, high } from "./calibration.ts";
import { byId } from "./input/controls.ts";
import type { Network } from "./network/network.ts";
import { strongestInputs, strongestUnit, unitSum } from "./network/unit.ts";
import type { Read } from "./reader.ts";
import { Evidence } from "./view/evidence.ts";
import { type ChosenUnit, createMaps, type MapsView } from "./view/maps.ts";
import { createUnitPanel, type UnitPanel } from "./view/unit_panel.ts";

/** The views of one network's inside. */
export class Inside {
  #network: Network | undefined;
  #read: Read | undefined;
  #calibration: Calibration | undefined;
  /** The unit that is worked out; undefined until the first reading. */
  #unit: ChosenUnit | undefined;
  /** Its input channel that is worked out. */
  #from = 0;
  #views: { readonly maps: MapsView; readonly panel: UnitPanel } | undefined;
  readonly #evidence = new Evidence();

  /** From now on, this network is shown; all have the same layers. */
  use(network: Network): void {
    this.#network = network;
    this.#evidence.use(network);
    const { stages, info: { classes } } = network;
    const onChoose = (unit: ChosenUnit) => this.#choose(unit);
    this.#views ??= {
      maps: createMaps(byId("stages"), stages, onChoose),
      panel: createUnitPanel(byId("unit"), {
        stages,
        classes,
        onChoose,
        onFrom: (from) => {
          this.#from = from;
          this.#showUnit();
        },
      }),
    };
  }

  /** The ends of the colour scales. */
  calibrate(calibration: Calibration): void {
    this.#calibration = calibration;
    this.#evidence.hottest = calibration.hottest;
  }

  /** Shows what the network makes of an image. */
  show(read: Read): void {
    this.#read = read;
    this.redraw();
  }

  /** Draws all anew, in other colours or at another width. */
  redraw(): void {
    if (!this.#read || !this.#network) return;
    const outputs = this.#read.reading?.outputs;
    const highs = this.#calibration?.highs ?? outputs?.map(high) ?? [];
    this.#views?.maps.show(outputs, highs);
    if (!this.#unit && outputs) {
      const [stage] = this.#network.stages;
      this.#unit = { stage: 0, ...strongestUnit(stage, outputs[0]) };
    }
    this.#showUnit();
    this.#evidence.show(this.#read);
  }

  #showUnit(): void {
    if (!this.#unit) return;
    const { stages } = this.#network!;
    const { stage, channel, row, column } = this.#unit;
    const reading = this.#read?.reading;
    const { output } = stages[stage];
    const at = (row * output.columns + column) * output.channels + channel;
    this.#views?.maps.mark(this.#unit, this.#from);
    this.#evidence.mark(stage === 0 ? stages[0] : undefined, this.#unit);
    this.#views?.panel.show(
      this.#unit,
      this.#from,
      reading?.inputs[stage],
      reading?.outputs[stage][at],
    );
  }

  #choose(unit: ChosenUnit): void {
    if (unit.stage !== this.#unit?.stage) {
      const stage = this.#network!.stages[unit.stage];
      const input = this.#read?.reading?.inputs[unit.stage];
      this.#from = input
        ? strongestInputs(unitSum(stage, input, unit), 1)[0]
        : 0;
    }
    this.#unit = unit;
    this.#showUnit();
  }
}
