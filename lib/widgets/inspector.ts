/** What a network makes of each of some digits. @module */
import { Buffer } from "node:buffer";
import { gzipSync } from "node:zlib";
import type { Displayable } from "../jupyter/displayable.ts";
import { figureWidth } from "../plots/theme.ts";
import type { Grid } from "./drawings/grid.ts";
import {
  type InspectedLayer,
  type InspectorData,
  inspectorDrawing,
  levels,
} from "./drawings/inspector.ts";
import { createWidget } from "./widget.ts";

/** The feature maps of one layer, as `featureMaps()` of lib/evaluation returns them. */
export interface NamedMaps {
  /** The layer's name. */
  readonly layer: string;
  /** One for each channel. */
  readonly maps: readonly Grid[];
}

/** A digit, and what the network made of it. */
export interface InspectedDigit {
  /** From 0 to 255, `[rows · columns]`. */
  readonly pixels: ArrayLike<number>;
  /** The index of the right class. */
  readonly label: number;
  /** `[classes]`. */
  readonly probabilities: ArrayLike<number>;
  /** Of the same layers for all digits. */
  readonly maps:
    | readonly NamedMaps[]
    | Readonly<Record<string, readonly Grid[]>>;
  /** At least 0, of the image's size: Grad-CAM, for example. */
  readonly heat: Grid | ArrayLike<number>;
}

/** Options of {@linkcode inspectorWidget}. */
export interface InspectorOptions {
  /** All of one size. */
  readonly digits: readonly InspectedDigit[];
  /** Default: 28. */
  readonly columns?: number;
  /** Names of the classes. Default: 0, 1, 2, … */
  readonly classes?: readonly string[];
}

/**
 * Digits to choose from; of the chosen one its probabilities, its heat map and its
 * feature maps, layer by layer. One colour scale holds for all digits: one for
 * the heat, one for each layer.
 *
 * Numbers are kept at 49 levels and packed: 30 digits with 32 maps of 28×28 and 32 of
 * 14×14 take up to about 0.5 MB.
 *
 * @throws {RangeError} if there is no digit, or the digits differ in sizes or layers.
 */
export function inspectorWidget(options: InspectorOptions): Displayable {
  const data = pack(options);
  return createWidget({
    element: "inspector",
    data: {
      ...data,
      bytes: Buffer.from(gzipSync(data.bytes, { level: 9 })).toString("base64"),
    },
    drawing: inspectorDrawing(data, { digit: 0, layer: 0 }, figureWidth),
    hint:
      `Where scripts run, you can choose one of ${options.digits.length} digits and a layer.`,
  });
}

function pack({ digits, columns = 28, classes }: InspectorOptions) {
  if (digits.length === 0) {
    throw new RangeError(
      "Cannot make a widget: digits must be one or more: current value is 0",
    );
  }
  const size = digits[0].pixels.length;
  const unpacked = digits.map(({ maps, heat, ...digit }) => ({
    ...digit,
    layers: layersOf(maps),
    heat: "rows" in heat ? heat.values : heat,
  }));
  const hottest = most(unpacked.map(({ heat }) => heat));
  const layers = unpacked[0].layers.map(({ layer, maps }, index) => {
    const { rows, columns } = maps[0];
    const values = unpacked.flatMap((digit, k) => {
      const same = digit.layers[index];
      if (same?.layer !== layer || same.maps.length !== maps.length) {
        throw new RangeError(
          `Cannot make a widget: digit ${k} must have ${maps.length} maps of layer ${layer}: current value is ${
            same ? `${same.maps.length} of ${same.layer}` : "none"
          }`,
        );
      }
      return same.maps.map((map) => map.values);
    });
    const high = most(values);
    const low = values.some((map) => Array.from(map).some((v) => v < 0))
      ? -high
      : 0;
    return { name: layer, count: maps.length, rows, columns, low, high };
  });
  const bytes = unpacked.flatMap(({ pixels, heat, layers: own }, k) => {
    if (pixels.length !== size || heat.length !== size) {
      throw new RangeError(
        `Cannot make a widget: digit ${k} must have ${size} pixels and as many values of heat: current value is ${pixels.length} and ${heat.length}`,
      );
    }
    return [
      Uint8Array.from(pixels),
      inLevels(heat, { low: 0, high: hottest }),
      ...own.flatMap(({ maps }, index) =>
        maps.map((map) => inLevels(map.values, layers[index]))
      ),
    ];
  });
  const data: InspectorData = {
    rows: size / columns,
    columns,
    classes: classes ??
      Array.from(digits[0].probabilities, (_, k) => String(k)),
    hottest,
    layers,
    digits: digits.map(({ label, probabilities }) => ({
      label,
      probabilities: Array.from(
        probabilities,
        (p) => Number(p.toFixed(5)),
      ),
    })),
    bytes: new Uint8Array(Buffer.concat(bytes)),
  };
  return data;
}

function layersOf(maps: InspectedDigit["maps"]): readonly NamedMaps[] {
  return isList(maps)
    ? maps
    : Object.entries(maps).map(([layer, maps]) => ({ layer, maps }));
}

function isList(maps: InspectedDigit["maps"]): maps is readonly NamedMaps[] {
  return Array.isArray(maps);
}

/** The largest absolute number. */
function most(lists: readonly ArrayLike<number>[]): number {
  let largest = 0;
  for (const list of lists) {
    for (let k = 0; k < list.length; k++) {
      largest = Math.max(largest, Math.abs(list[k]));
    }
  }
  return largest;
}

function inLevels(
  values: ArrayLike<number>,
  { low, high }: Pick<InspectedLayer, "low" | "high">,
): Uint8Array {
  return Uint8Array.from(
    values,
    (value) => Math.round(levels * (value - low) / (high - low || 1)),
  );
}
