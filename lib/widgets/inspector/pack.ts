/** Digits, and what the network made of them, packed for the inspector. @module */
import { Buffer } from "node:buffer";
import type { Grid } from "../drawings/grid.ts";
import {
  type InspectedLayer,
  type InspectorData,
  levels,
} from "../drawings/inspector/data.ts";

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

/** A digit with its maps and its heat in one form. */
interface UniformDigit extends Omit<InspectedDigit, "maps" | "heat"> {
  readonly layers: readonly NamedMaps[];
  readonly heat: ArrayLike<number>;
}

/**
 * Packs digits, with one scale for the heat of all and one for each layer.
 *
 * @param classes Names of the classes. Default: 0, 1, 2, …
 * @throws {RangeError} if there is no digit, or the digits differ in sizes or layers.
 */
export function packDigits(
  inspected: readonly InspectedDigit[],
  columns: number,
  classes: readonly string[] = Array.from(
    inspected[0]?.probabilities ?? [],
    (_, k) => String(k),
  ),
): InspectorData {
  if (inspected.length === 0) {
    throw new RangeError(
      "Cannot make a widget: digits must be one or more: current value is 0",
    );
  }
  const digits = inspected.map(uniform);
  const hottest = largest(digits.map(({ heat }) => heat));
  const layers = digits[0].layers.map((_, k) => layerOf(digits, k));
  requireSameSize(digits);
  return {
    rows: digits[0].pixels.length / columns,
    columns,
    classes,
    hottest,
    layers,
    digits: digits.map(({ label, probabilities }) => ({
      label,
      probabilities: Array.from(probabilities, (p) => Number(p.toFixed(5))),
    })),
    bytes: new Uint8Array(Buffer.concat(digits.flatMap((digit) => [
      Uint8Array.from(digit.pixels),
      inLevels(digit.heat, { low: 0, high: hottest }),
      ...digit.layers.flatMap(({ maps }, k) =>
        maps.map(({ values }) => inLevels(values, layers[k]))
      ),
    ]))),
  };
}

function uniform({ maps, heat, ...digit }: InspectedDigit): UniformDigit {
  return {
    ...digit,
    layers: isList(maps)
      ? maps
      : Object.entries(maps).map(([layer, maps]) => ({ layer, maps })),
    heat: "rows" in heat ? heat.values : heat,
  };
}

function isList(maps: InspectedDigit["maps"]): maps is readonly NamedMaps[] {
  return Array.isArray(maps);
}

/**
 * The k-th layer of all digits.
 *
 * @throws {RangeError} if a digit has no such layer.
 */
function layerOf(digits: readonly UniformDigit[], k: number): InspectedLayer {
  const { layer: name, maps } = digits[0].layers[k];
  const values = digits.flatMap(({ layers }, index) => {
    const same = layers[k];
    if (same?.layer === name && same.maps.length === maps.length) {
      return same.maps.map((map) => map.values);
    }
    throw new RangeError(
      `Cannot make a widget: digit ${index} must have ${maps.length} maps of layer ${name}: current value is ${
        same ? `${same.maps.length} of ${same.layer}` : "none"
      }`,
    );
  });
  const high = largest(values);
  const isSigned = values.some((map) => Array.from(map).some((v) => v < 0));
  const { rows, columns } = maps[0];
  const low = isSigned ? -high : 0;
  return { name, count: maps.length, rows, columns, low, high };
}

function requireSameSize(digits: readonly UniformDigit[]): void {
  const size = digits[0].pixels.length;
  for (const [k, { pixels, heat }] of digits.entries()) {
    if (pixels.length === size && heat.length === size) continue;
    throw new RangeError(
      `Cannot make a widget: digit ${k} must have ${size} pixels and as many values of heat: current value is ${pixels.length} and ${heat.length}`,
    );
  }
}

/** The largest absolute number. */
function largest(lists: readonly ArrayLike<number>[]): number {
  let found = 0;
  for (const list of lists) {
    for (let k = 0; k < list.length; k++) {
      found = Math.max(found, Math.abs(list[k]));
    }
  }
  return found;
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
