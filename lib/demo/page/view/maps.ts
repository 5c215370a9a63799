/// <reference lib="dom" />
/** The maps of all stages, one canvas each. @module */
import { short } from "../../../widgets/drawings/grid.ts";
import { element } from "../../../widgets/elements/widget_element.ts";
import type { Stage } from "../network/stages.ts";
import type { UnitPlace } from "../network/unit.ts";
import { palette, shadeAt, shadesOf } from "./palette.ts";

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

const wide = matchMedia("(min-width: 60rem)");

/** Where tiles lie in a stage's canvas, in its pixels. */
interface Tiling {
  readonly perRow: number;
  readonly rows: number;
  /** Canvas pixels for a unit. */
  readonly scale: number;
  readonly gap: number;
}

function tilingOf({ output: { rows, columns, channels } }: Stage): Tiling {
  const isVector = rows * columns === 1;
  // Side by side, all stages are about as high
  const high = isVector ? 8 : 4;
  const perRow = wide.matches
    ? Math.ceil(channels / high)
    : Math.min(channels, isVector ? 16 : 8);
  return {
    perRow,
    rows: Math.ceil(channels / perRow),
    scale: isVector ? 6 : 1,
    gap: isVector ? 1 : columns > 14 ? 2 : 1,
  };
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
      lay(mark, stage, unit, { ...unit, height: 1, width: 1 });
      if (unit.stage === 0 || stage.kind === "dense") return;
      const before = stages[unit.stage - 1];
      lay(figures[unit.stage - 1].patch, before, {
        ...unit,
        channel: from,
      }, patchOf(stage, unit, before.output));
    },
  };
}

/** What a unit looks at, in units of an image of another size (before pooling). */
export function patchOf(
  { input, size, stride, padding, dilation }: Stage,
  { row, column }: UnitPlace,
  { rows, columns }: { readonly rows: number; readonly columns: number },
): { row: number; column: number; height: number; width: number } {
  const [down, right] = [
    Math.floor(rows / input.rows),
    Math.floor(columns / input.columns),
  ];
  return {
    row: down * (row * stride[0] - padding[0]),
    column: right * (column * stride[1] - padding[1]),
    height: down * ((size[0] - 1) * dilation[0] + 1),
    width: right * ((size[1] - 1) * dilation[1] + 1),
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
    : `${channels} maps of ${rows} × ${columns}`;
  const canvas = element("canvas", { role: "img" });
  const mark = element("span", { class: "mark" });
  const patch = element("span", { class: "patch" });
  const maps = element("div", { class: "maps" }, canvas, mark, patch);
  mark.hidden = patch.hidden = true;
  const figure = element(
    "figure",
    { class: isVector ? "stage vector" : "stage" },
    element(
      "figcaption",
      {},
      element("b", {}, `Layer ${stage.number}`),
      ` ${
        stage.kind === "dense"
          ? "fully connected"
          : `convolution ${stage.size[0]} × ${stage.size[1]}`
      }`,
      element("span", {}, words),
    ),
    maps,
  );
  // Tiles of all stages are about as wide, side by side
  figure.style.flexGrow = String(isVector ? 2 : Math.ceil(channels / 4));
  const point = ({ clientX, clientY }: PointerEvent) => {
    const box = canvas.getBoundingClientRect();
    const unit = unitAt(
      stage,
      (clientX - box.left) / box.width,
      (clientY - box.top) / box.height,
    );
    if (unit) onChoose(unit);
  };
  maps.addEventListener("pointerdown", (event) => {
    if (!event.isPrimary || event.button !== 0) return;
    point(event);
    if (event.pointerType === "mouse") maps.setPointerCapture(event.pointerId);
  });
  maps.addEventListener("pointermove", (event) => {
    if (maps.hasPointerCapture(event.pointerId)) point(event);
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

function drawTiles(
  canvas: HTMLCanvasElement,
  stage: Stage,
  values: Float32Array | undefined,
  high: number,
): void {
  const { rows, columns, channels } = stage.output;
  const { perRow, rows: lines, scale, gap } = tilingOf(stage);
  const width = perRow * (columns * scale + gap) - gap;
  const height = lines * (rows * scale + gap) - gap;
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width;
    canvas.height = height;
  }
  const image = new ImageData(width, height);
  const pixels = new Uint32Array(image.data.buffer);
  const { amount, signed } = palette();
  // Logits have a sign; what a ReLU gives has none
  const isSigned = stage.activation === "linear";
  const shades = shadesOf(isSigned ? signed : amount);
  for (let channel = 0; channel < channels; channel++) {
    const left = channel % perRow * (columns * scale + gap);
    const top = Math.floor(channel / perRow) * (rows * scale + gap);
    for (let y = 0; y < rows * scale; y++) {
      const from = Math.floor(y / scale) * columns;
      for (let x = 0; x < columns * scale; x++) {
        const at = (from + Math.floor(x / scale)) * channels + channel;
        const value = values?.[at] ?? 0;
        const shade = isSigned
          ? shadeAt(value + high, 2 * high)
          : shadeAt(value, high);
        pixels[(top + y) * width + left + x] = shades[shade];
      }
    }
  }
  canvas.getContext("2d")!.putImageData(image, 0, 0);
}

/** The unit at a place of a stage's canvas, both from 0 to 1. */
function unitAt(stage: Stage, x: number, y: number): UnitPlace | undefined {
  const { rows, columns, channels } = stage.output;
  const { perRow, rows: lines, scale, gap } = tilingOf(stage);
  const across = x * (perRow * (columns * scale + gap) - gap);
  const down = y * (lines * (rows * scale + gap) - gap);
  const tile = [
    Math.floor(across / (columns * scale + gap)),
    Math.floor(down / (rows * scale + gap)),
  ];
  const channel = tile[1] * perRow + tile[0];
  if (tile[0] < 0 || tile[0] >= perRow || channel < 0 || channel >= channels) {
    return undefined;
  }
  const within = (at: number, size: number) =>
    Math.max(0, Math.min(size - 1, Math.floor(at / scale)));
  return {
    channel,
    row: within(down - tile[1] * (rows * scale + gap), rows),
    column: within(across - tile[0] * (columns * scale + gap), columns),
  };
}

/** Lays an element on some units of a stage's canvas, in shares of its size. */
function lay(
  { style }: HTMLElement,
  stage: Stage,
  { channel }: UnitPlace,
  { row, column, height, width }: {
    readonly row: number;
    readonly column: number;
    readonly height: number;
    readonly width: number;
  },
): void {
  const { rows, columns } = stage.output;
  const { perRow, rows: lines, scale, gap } = tilingOf(stage);
  const [across, down] = [columns * scale + gap, rows * scale + gap];
  const [total, all] = [perRow * across - gap, lines * down - gap];
  const percent = (share: number) => `${100 * share}%`;
  style.left = percent((channel % perRow * across + column * scale) / total);
  style.top = percent(
    (Math.floor(channel / perRow) * down + row * scale) / all,
  );
  style.width = percent(width * scale / total);
  style.height = percent(height * scale / all);
}
