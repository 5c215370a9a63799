/** The formats that networks are exported to. @module */
import type { Encode, Precision } from "./format.ts";
import { PRECISIONS } from "./format.ts";
import { encodeKeras } from "./keras/encode.ts";
import { encodeOnnx } from "./onnx/encode.ts";
import { encodeSafetensors } from "./safetensors.ts";
import { encodeSavedModel } from "./savedmodel.ts";
import { encodeGraphModel } from "./tfjs/graph_model.ts";
import { encodeLayersModel } from "./tfjs/layers_model.ts";
import {
  kerasProgram,
  onnxProgram,
  type Program,
  safetensorsProgram,
  savedModelProgram,
  tfjsProgram,
} from "./programs.ts";

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

/** Precisions of a format without whole numbers. */
const FLOATS: readonly Precision[] = ["float32", "float16"];

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
  "onnx": {
    title: "an ONNX file",
    precisions: PRECISIONS,
    normalizes: true,
    encode: encodeOnnx,
    program: onnxProgram,
  },
  "keras": {
    title: "a file of Keras 3",
    precisions: FLOATS,
    normalizes: true,
    encode: encodeKeras,
    program: kerasProgram,
  },
  "safetensors": {
    title: "a safetensors file",
    precisions: PRECISIONS,
    normalizes: false,
    encode: encodeSafetensors,
    program: safetensorsProgram,
  },
} satisfies Record<string, Format>;

/** The name of a format. */
export type FormatName = keyof typeof FORMATS;

/** All names, in the order of the documentation. */
export const FORMAT_NAMES = Object.keys(FORMATS) as FormatName[];
