/** What the inspector shows of each digit, packed into bytes. @module */
import type { Grid } from "../grid.ts";

/** Levels of a packed number, from 0 to this; about as many as a picture tells apart. */
export const levels = 48;

/** A layer's maps, the same for all digits. */
export interface InspectedLayer {
  readonly name: string;
  /** Maps of one digit. */
  readonly count: number;
  readonly rows: number;
  readonly columns: number;
  /** The number at level 0: 0, or −high where the layer has negative numbers. */
  readonly low: number;
  /** The number at the last level, the largest |number| of all digits. */
  readonly high: number;
}

/** All digits, packed. */
export interface InspectorData<Bytes = Uint8Array> {
  readonly rows: number;
  readonly columns: number;
  /** Names of the classes. */
  readonly classes: readonly string[];
  /** The heat at the last level, the largest of all digits. */
  readonly hottest: number;
  readonly layers: readonly InspectedLayer[];
  readonly digits: readonly {
    readonly label: number;
    readonly probabilities: readonly number[];
  }[];
  /** Of each digit: pixels from 0 to 255, levels of its heat, levels of its maps. */
  readonly bytes: Bytes;
}

/** A digit's pixels, from 0 to 255. */
export function pixelsAt(data: InspectorData, digit: number): Grid {
  return gridAt(data, digit * bytesOfDigit(data), data);
}

/** A digit's heat, in levels. */
export function heatAt(data: InspectorData, digit: number): Grid {
  return gridAt(data, digit * bytesOfDigit(data) + sizeOf(data), data);
}

/** The maps of one layer, in levels. */
export function mapsAt(
  data: InspectorData,
  digit: number,
  layer: number,
): Grid[] {
  const shape = data.layers[layer];
  const start = digit * bytesOfDigit(data) + 2 * sizeOf(data) +
    bytesOfLayers(data.layers.slice(0, layer));
  return Array.from(
    { length: shape.count },
    (_, k) => gridAt(data, start + k * sizeOf(shape), shape),
  );
}

/** The index of the most probable class. */
export function answerOf({ digits }: InspectorData, digit: number): number {
  const { probabilities } = digits[digit];
  return probabilities.indexOf(Math.max(...probabilities));
}

type Shape = Pick<Grid, "rows" | "columns">;

function sizeOf({ rows, columns }: Shape): number {
  return rows * columns;
}

function bytesOfLayers(layers: readonly InspectedLayer[]): number {
  return layers.reduce((sum, layer) => sum + layer.count * sizeOf(layer), 0);
}

function bytesOfDigit(data: InspectorData): number {
  return 2 * sizeOf(data) + bytesOfLayers(data.layers);
}

function gridAt(
  { bytes }: InspectorData,
  start: number,
  { rows, columns }: Shape,
): Grid {
  return {
    rows,
    columns,
    values: bytes.subarray(start, start + rows * columns),
  };
}
