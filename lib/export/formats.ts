/** The formats that networks are exported to. @module */
import type { Encode, Precision } from "./format.ts";
import { PRECISIONS } from "./format.ts";
import { encodeSavedModel } from "./savedmodel.ts";
import { encodeGraphModel } from "./tfjs/graph_model.ts";
import { encodeLayersModel } from "./tfjs/layers_model.ts";
import { type Program, savedModelProgram, tfjsProgram } from "./programs.ts";

/** A format. */
export interface Format {
  /** As sentences name it: "a SavedModel of TensorFlow". */
  readonly title: string;
  readonly precisions: readonly Precision[];
  readonly encode: Encode;
  /** Whether it takes pixels; else its reader normalizes them. */
  readonly normalizes: boolean;
  /** A program that reads it. */
  readonly program: Program;
}

/** The formats, by the names that the command takes. */
export const FORMATS = {
  "tfjs": {
    title: "a layers model of TensorFlow.js",
    precisions: PRECISIONS,
    normalizes: true,
    encode: encodeLayersModel,
    program: tfjsProgram("loadLayersModel"),
  },
  "tfjs-graph": {
    title: "a graph model of TensorFlow.js",
    precisions: PRECISIONS,
    normalizes: true,
    encode: encodeGraphModel,
    program: tfjsProgram("loadGraphModel"),
  },
  "savedmodel": {
    title: "a SavedModel of TensorFlow",
    precisions: PRECISIONS,
    normalizes: true,
    encode: encodeSavedModel,
    program: savedModelProgram,
  },
} satisfies Record<string, Format>;

/** The name of a format. */
export type FormatName = keyof typeof FORMATS;

/** All names, in the order of the documentation. */
export const FORMAT_NAMES = Object.keys(FORMATS) as FormatName[];
