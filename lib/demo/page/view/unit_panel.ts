/// <reference lib="dom" />
/** One unit worked out: patch × kernel, the sum over the input maps, the activation. @module */
import { inkOn, short } from "../../../widgets/drawings/grid.ts";
import { element } from "../../../widgets/elements/widget_element.ts";
import type { Stage } from "../network/stages.ts";
import { type ChannelSum, type UnitSum, unitSum } from "../network/unit.ts";
import type { ChosenUnit } from "./maps.ts";
import { palette } from "./palette.ts";
import { colourAt } from "../../../widgets/drawings/grid.ts";

/** Shows a unit. */
export interface UnitPanel {
  /**
   * @param input What the unit's stage gets; undefined: nothing is drawn.
   * @param value What the network gives for the unit.
   */
  show(
    unit: ChosenUnit,
    from: number,
    input: Float32Array | undefined,
    value: number | undefined,
  ): void;
}

/** What the reader chooses in the panel. */
export interface UnitPanelOptions {
  readonly stages: readonly Stage[];
  readonly classes: readonly string[];
  readonly onChoose: (unit: ChosenUnit) => void;
  /** An input channel. */
  readonly onFrom: (channel: number) => void;
}

/** Builds the panel. */
export function createUnitPanel(
  root: HTMLElement,
  { stages, classes, onChoose, onFrom }: UnitPanelOptions,
): UnitPanel {
  const controls = createControls(stages, onChoose);
  const inputs = createInputBars(onFrom);
  const patch = createGrid("what it sees");
  const kernel = createGrid("kernel");
  const products = createGrid("products");
  const sum = element("p", { class: "sum" });
  const equation = element("p", { class: "equation" });
  const after = element("p", { class: "after" });
  const sign = (text: string) =>
    element("span", { class: "sign", "aria-hidden": "true" }, text);
  root.replaceChildren(
    controls.row,
    inputs.field,
    element(
      "div",
      { class: "worked" },
      element(
        "div",
        { class: "arithmetic" },
        patch.figure,
        sign("×"),
        kernel.figure,
        sign("="),
        products.figure,
        sum,
      ),
      equation,
    ),
    after,
  );
  return {
    show(unit, from, input, value) {
      const stage = stages[unit.stage];
      controls.show(unit);
      const { input: { rows, columns, channels } } = stage;
      const empty = new Float32Array(rows * columns * channels);
      const worked = unitSum(stage, input ?? empty, unit);
      const one = worked.channels[from];
      inputs.show(stage, worked, from);
      const { signed } = palette();
      const most = (values: readonly number[]) =>
        Math.max(1e-6, ...values.map(Math.abs));
      patch.show(one.patch, stage.size[1], most(one.patch), signed);
      kernel.show(one.kernel, stage.size[1], most(one.kernel), signed);
      products.show(one.products, stage.size[1], most(one.products), signed);
      sum.replaceChildren(...sumInWords(stage, one));
      equation.replaceChildren(...equationOf(stage, worked, input && value));
      after.textContent = afterInWords(stage, unit, stages.length, classes);
    },
  };
}

function sumInWords(stage: Stage, { channel, sum }: ChannelSum): Node[] {
  const one = stage.size[0] * stage.size[1] === 1;
  return [
    new Text(
      stage.input.channels === 1
        ? "sum"
        : one
        ? `from input ${channel + 1}`
        : `sum for map ${channel + 1}`,
    ),
    element("b", {}, short(sum)),
  ];
}

function equationOf(
  { input: { channels }, activation }: Stage,
  { total, bias }: UnitSum,
  value: number | undefined,
): Node[] {
  const term = (name: string, number: number) =>
    element(
      "span",
      { class: "term" },
      element("b", {}, short(number)),
      element("small", {}, name),
    );
  const sign = (text: string) => element("span", { class: "sign" }, text);
  return [
    term(channels === 1 ? "sum" : `sum of all ${channels}`, total - bias),
    sign("+"),
    term("bias", bias),
    sign("="),
    term("total", total),
    ...activation === "linear" ? [] : [
      sign("→"),
      term(
        activation === "relu" ? "ReLU: not below 0" : activation,
        value ?? (activation === "relu" ? Math.max(0, total) : NaN),
      ),
    ],
  ];
}

function afterInWords(
  stage: Stage,
  { channel }: ChosenUnit,
  count: number,
  classes: readonly string[],
): string {
  if (stage.number === count) {
    return `This is the logit of “${
      classes[channel]
    }”: the softmax of all logits gives the probabilities.`;
  }
  return stage.then.length === 0
    ? `It goes on to layer ${stage.number + 1}.`
    : `Then ${stage.then.join(", then ")}, and on to layer ${
      stage.number + 1
    }.`;
}

interface Controls {
  readonly row: HTMLElement;
  show(unit: ChosenUnit): void;
}

/** Layer, map, row and column, for the keyboard and for exact choices. */
function createControls(
  stages: readonly Stage[],
  onChoose: (unit: ChosenUnit) => void,
): Controls {
  const layer = element(
    "select",
    {},
    ...stages.map(({ number }, k) =>
      element("option", { value: k }, String(number))
    ),
  );
  const field = () => element("input", { type: "number", min: 1, step: 1 });
  const [map, row, column] = [field(), field(), field()];
  const labelled = (words: string, control: HTMLElement) =>
    element("label", {}, element("span", {}, words), control);
  const rowLabel = labelled("row", row);
  const columnLabel = labelled("column", column);
  const mapWord = element("span", {}, "map");
  const choose = () => {
    const stage = layer.selectedIndex;
    const { output } = stages[stage];
    const within = (input: HTMLInputElement, size: number) =>
      Math.max(0, Math.min(size - 1, Math.floor(input.valueAsNumber || 1) - 1));
    onChoose({
      stage,
      channel: within(map, output.channels),
      row: within(row, output.rows),
      column: within(column, output.columns),
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
      const set = (input: HTMLInputElement, value: number, size: number) => {
        input.max = String(size);
        input.valueAsNumber = value + 1;
      };
      set(map, unit.channel, output.channels);
      set(row, unit.row, output.rows);
      set(column, unit.column, output.columns);
    },
  };
}

interface InputBars {
  readonly field: HTMLElement;
  show(stage: Stage, sum: UnitSum, from: number): void;
}

/** What each input map adds, one bar each; one of them is worked out below. */
function createInputBars(onFrom: (channel: number) => void): InputBars {
  const legend = element("legend", {});
  const list = element("div", { class: "inputs" });
  const field = element("fieldset", {}, legend, list);
  let bars: { input: HTMLInputElement; bar: HTMLElement }[] = [];
  return {
    field,
    show({ input: { channels }, size }, sum, from) {
      field.hidden = channels === 1;
      if (field.hidden) return;
      const kind = size[0] * size[1] === 1 ? "input" : "input map";
      legend.textContent =
        `What each of the ${channels} ${kind}s adds; choose one`;
      if (bars.length !== channels) {
        bars = Array.from({ length: channels }, (_, channel) => {
          const input = element("input", { type: "radio", name: "from" });
          input.addEventListener("change", () => onFrom(channel));
          return { input, bar: element("span", { class: "bar" }) };
        });
        list.replaceChildren(
          ...bars.map(({ input, bar }) =>
            element("label", { class: "input-bar" }, input, bar)
          ),
        );
      }
      const most = Math.max(
        1e-6,
        ...sum.channels.map((each) => Math.abs(each.sum)),
      );
      sum.channels.forEach((each, channel) => {
        const { input, bar } = bars[channel];
        input.checked = channel === from;
        input.ariaLabel = `${kind} ${channel + 1}: ${short(each.sum)}`;
        bar.style.height = `${50 * Math.abs(each.sum) / most}%`;
        bar.classList.toggle("negative", each.sum < 0);
      });
    },
  };
}

interface NumberGrid {
  readonly figure: HTMLElement;
  show(
    values: readonly number[],
    columns: number,
    high: number,
    scale: Parameters<typeof colourAt>[0],
  ): void;
}

/** A small matrix of numbers on colours. */
function createGrid(caption: string): NumberGrid {
  const body = element("tbody", {});
  const figure = element(
    "table",
    { class: "numbers" },
    element("caption", {}, caption),
    body,
  );
  return {
    figure,
    show(values, columns, high, scale) {
      const cells = values.map((value) => {
        const cell = element("td", {}, short(value));
        cell.style.background = colourAt(
          scale,
          Math.max(0, Math.min(1, (value + high) / (2 * high))),
        );
        cell.style.color = inkOn(value, { scale, low: -high, high });
        return cell;
      });
      body.replaceChildren(
        ...Array.from(
          { length: values.length / columns },
          (_, row) =>
            element(
              "tr",
              {},
              ...cells.slice(row * columns, (row + 1) * columns),
            ),
        ),
      );
    },
  };
}
