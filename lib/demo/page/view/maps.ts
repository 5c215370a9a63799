/// <reference lib="dom" />
/** The maps of all stages, one canvas each. @module */
import { short } from "../../../widgets/drawings/grid.ts";
import { element } from "../../../widgets/elements/widget_element.ts";
import type { Stage } from "../network/stages.ts";
import type { UnitPlace } from "../network/unit.ts";
import { drawTiles, layOver, patchOf, unitAt } from "./tiles.ts";

/** A unit of a stage, counted from 0. */
export interface ChosenUnit extends UnitPlace {
  readonly stage: number;
}

/** Shows what the stages give. */
export interface MapsView {
  /** @param outputs Undefined: nothing is drawn. */
  show(
    outputs: readonly Float32Array[] | undefined,
    highs: readonly number[],
  ): void;
  /**
   * Marks a unit, and what it looks at in the stage before.
   *
   * @param from The input channel that is shown.
   */
  mark(unit: ChosenUnit, from: number): void;
}

/**
 * Builds a figure for each stage.
 *
 * @param onChoose A unit was pointed at.
 */
export function createMaps(
  root: HTMLElement,
  stages: readonly Stage[],
  onChoose: (unit: ChosenUnit) => void,
): MapsView {
  const figures = stages.map((stage, index) =>
    createFigure(stage, (unit) => onChoose({ stage: index, ...unit }))
  );
  root.replaceChildren(...figures.map(({ figure }) => figure));
  return {
    show(outputs, highs) {
      figures.forEach((each, k) => each.show(outputs?.[k], highs[k]));
    },
    mark(unit, from) {
      figures.forEach(({ mark, patch }, k) => {
        mark.hidden = k !== unit.stage;
        patch.hidden = k !== unit.stage - 1 ||
          stages[unit.stage].kind === "dense";
      });
      const { mark } = figures[unit.stage];
      const stage = stages[unit.stage];
      layOver(mark, stage, unit, { ...unit, height: 1, width: 1 });
      if (unit.stage === 0 || stage.kind === "dense") return;
      const before = stages[unit.stage - 1];
      layOver(figures[unit.stage - 1].patch, before, {
        ...unit,
        channel: from,
      }, patchOf(stage, unit, before.output));
    },
  };
}

interface Figure {
  readonly figure: HTMLElement;
  readonly mark: HTMLElement;
  readonly patch: HTMLElement;
  show(values: Float32Array | undefined, high: number): void;
}

function createFigure(
  stage: Stage,
  onChoose: (unit: UnitPlace) => void,
): Figure {
  const { rows, columns, channels } = stage.output;
  const isVector = rows * columns === 1;
  const words = isVector
    ? `${channels} units`
    : `${channels} maps of ${rows}×${columns}`;
  const canvas = element("canvas", { role: "img" });
  const mark = element("span", { class: "mark" });
  const patch = element("span", { class: "patch" });
  const maps = element("div", { class: "maps" }, canvas, mark, patch);
  mark.hidden = patch.hidden = true;
  const figure = element(
    "figure",
    { class: isVector ? "stage vector" : "stage" },
    captionOf(stage, words),
    maps,
  );
  // Tiles of all stages are about as wide, side by side
  const tiles = isVector ? 2 : Math.ceil(channels / 4);
  figure.style.flexGrow = String(tiles);
  if (!isVector) maps.style.maxWidth = `${6 * tiles}rem`;
  onPointer(maps, ({ clientX, clientY }) => {
    const box = canvas.getBoundingClientRect();
    const unit = unitAt(
      stage,
      (clientX - box.left) / box.width,
      (clientY - box.top) / box.height,
    );
    if (unit) onChoose(unit);
  });
  return {
    figure,
    mark,
    patch,
    show(values, high) {
      drawTiles(canvas, stage, values, high);
      const strongest = values ? values.reduce((a, b) => Math.max(a, b)) : 0;
      canvas.ariaLabel = `Layer ${stage.number}: ${words}` +
        (values ? `, the strongest unit gives ${short(strongest)}` : "");
    },
  };
}

function captionOf(
  { number, kind, size: [rows, columns] }: Stage,
  words: string,
): HTMLElement {
  const kindInWords = kind === "dense"
    ? "fully connected"
    : `convolution ${rows}×${columns}`;
  return element(
    "figcaption",
    {},
    element("b", {}, `Layer ${number}`),
    ` ${kindInWords}`,
    element("span", {}, words),
  );
}

/** Calls back for a click or a tap, and while a mouse is dragged. */
function onPointer(
  target: HTMLElement,
  point: (event: PointerEvent) => void,
): void {
  target.addEventListener("pointerdown", (event) => {
    if (!event.isPrimary || event.button !== 0) return;
    point(event);
    if (event.pointerType === "mouse") {
      target.setPointerCapture(event.pointerId);
    }
  });
  target.addEventListener("pointermove", (event) => {
    if (target.hasPointerCapture(event.pointerId)) point(event);
  });
}
