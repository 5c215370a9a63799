/// <reference lib="dom" />
/** Which unit is worked out, and which of its input channels. @module */
import { short } from "../../../widgets/drawings/grid.ts";
import { element } from "../../../widgets/elements/widget_element.ts";
import type { Stage } from "../network/stages.ts";
import { strongestInputs, type UnitSum } from "../network/unit.ts";
import type { ChosenUnit } from "./maps.ts";

/** Fields that choose a unit. */
export interface UnitControls {
  readonly row: HTMLElement;
  show(unit: ChosenUnit): void;
}

/** Layer, map, row and column, for the keyboard and for exact choices. */
export function createUnitControls(
  stages: readonly Stage[],
  onChoose: (unit: ChosenUnit) => void,
): UnitControls {
  const layer = element(
    "select",
    {},
    ...stages.map(({ number }, k) =>
      element("option", { value: k }, String(number))
    ),
  );
  const [map, row, column] = [numberField(), numberField(), numberField()];
  const rowLabel = labelled("row", row);
  const columnLabel = labelled("column", column);
  const mapWord = element("span", {}, "map");
  const choose = () => {
    const stage = layer.selectedIndex;
    const { output } = stages[stage];
    onChoose({
      stage,
      channel: indexIn(map, output.channels),
      row: indexIn(row, output.rows),
      column: indexIn(column, output.columns),
    });
  };
  for (const control of [layer, map, row, column]) {
    control.addEventListener("change", choose);
  }
  return {
    row: element(
      "div",
      { class: "controls" },
      labelled("layer", layer),
      element("label", {}, mapWord, map),
      rowLabel,
      columnLabel,
    ),
    show(unit) {
      const { output } = stages[unit.stage];
      layer.selectedIndex = unit.stage;
      const isVector = output.rows * output.columns === 1;
      mapWord.textContent = isVector ? "unit" : "map";
      rowLabel.hidden = columnLabel.hidden = isVector;
      setField(map, unit.channel, output.channels);
      setField(row, unit.row, output.rows);
      setField(column, unit.column, output.columns);
    },
  };
}

function labelled(words: string, control: HTMLElement): HTMLElement {
  return element("label", {}, element("span", {}, words), control);
}

/** A field that counts from 1. */
function numberField(): HTMLInputElement {
  return element("input", { type: "number", min: 1, step: 1 });
}

/** Shows an index, counted from 0. */
function setField(input: HTMLInputElement, index: number, size: number): void {
  input.max = String(size);
  input.valueAsNumber = index + 1;
}

/** The index that a field shows, counted from 0; 0 for an empty one. */
function indexIn(input: HTMLInputElement, size: number): number {
  const index = Math.floor(input.valueAsNumber || 1) - 1;
  return Math.max(0, Math.min(size - 1, index));
}

/** Bars that choose an input channel. */
export interface InputBars {
  readonly field: HTMLElement;
  show(stage: Stage, sum: UnitSum, from: number): void;
}

/** Of more input channels, only those that add most are shown. */
const most = 64;

/** What each input map adds, one bar each; one of them is worked out below. */
export function createInputBars(onFrom: (channel: number) => void): InputBars {
  const legend = element("legend", {});
  const list = element("div", { class: "inputs" });
  const field = element("fieldset", {}, legend, list);
  let bars: { input: HTMLInputElement; bar: HTMLElement }[] = [];
  let shown: readonly number[] = [];
  const layOut = (count: number) => {
    bars = Array.from({ length: count }, (_, k) => {
      const input = element("input", { type: "radio", name: "from" });
      input.addEventListener("change", () => onFrom(shown[k]));
      return { input, bar: element("span", { class: "bar" }) };
    });
    list.replaceChildren(
      ...bars.map(({ input, bar }) =>
        element("label", { class: "input-bar" }, input, bar)
      ),
    );
  };
  return {
    field,
    show({ input: { channels }, size }, sum, from) {
      field.hidden = channels === 1;
      if (field.hidden) return;
      const kind = size[0] * size[1] === 1 ? "input" : "input map";
      const strongest = strongestInputs(sum, most);
      shown = strongest.toSorted((a, b) => a - b);
      legend.textContent = channels > most
        ? `What the ${most} strongest of ${channels} ${kind}s add; choose one`
        : `What each of the ${channels} ${kind}s adds; choose one`;
      if (bars.length !== shown.length) layOut(shown.length);
      const highest = Math.abs(sum.channels[strongest[0]].sum) || 1;
      shown.forEach((channel, k) => {
        const each = sum.channels[channel];
        const { input, bar } = bars[k];
        input.checked = channel === from;
        input.ariaLabel = `${kind} ${channel + 1}: ${short(each.sum)}`;
        bar.style.height = `${50 * Math.abs(each.sum) / highest}%`;
        bar.classList.toggle("negative", each.sum < 0);
      });
    },
  };
}
