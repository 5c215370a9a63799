/// <reference lib="dom" />
/** One unit worked out: patch × kernel, the sum over the input maps, the activation. @module */
import { short } from "../../../widgets/drawings/grid.ts";
import { element } from "../../../widgets/elements/widget_element.ts";
import type { Stage } from "../network/stages.ts";
import { type ChannelSum, type UnitSum, unitSum } from "../network/unit.ts";
import type { ChosenUnit } from "./maps.ts";
import { palette } from "./palette.ts";
import { createGrid } from "./number_grid.ts";
import { createInputBars, createUnitControls } from "./unit_controls.ts";

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
  const controls = createUnitControls(stages, onChoose);
  const inputs = createInputBars(onFrom);
  const patch = createGrid("what it sees");
  const kernel = createGrid("kernel");
  const products = createGrid("products");
  const sum = element("p", { class: "sum" });
  const equation = element("p", { class: "equation" });
  const after = element("p", { class: "after" });
  const sign = (text: string) =>
    element("span", { class: "sign", "aria-hidden": "true" }, text);
  const arithmetic = element("div", { class: "arithmetic" });
  arithmetic.append(patch.figure, sign("×"), kernel.figure);
  arithmetic.append(sign("="), products.figure, sum);
  const calculation = element("div", { class: "worked" }, arithmetic, equation);
  root.replaceChildren(controls.row, inputs.field, calculation, after);
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
