/**
 * ONNX's protocol buffers: `ModelProto` and what it holds, from `onnx.proto`. Names of
 * operations and attributes are those of ONNX's operator reference.
 *
 * @module
 */
import { encodeMessage, type Field } from "../../tensorflow/ffi/protobuf.ts";
import { bytesOf } from "../weights.ts";

/** Of 2022: onnxruntime 1.15, 1.17 and 1.32 read them. */
const IR_VERSION = 8;
const OPSET_VERSION = 17;

/** Types of tensors, by their names in `TensorProto.DataType`. */
export const ELEMENT_TYPES = { FLOAT: 1, INT8: 3, FLOAT16: 10 } as const;

/** A constant's values, in row-major order. */
export type Values =
  | Float32Array<ArrayBuffer>
  | Float16Array<ArrayBuffer>
  | Int8Array<ArrayBuffer>;

/** A constant tensor. */
export interface Initializer {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Values;
}

/** An operation; each has one output. */
export interface OnnxNode {
  /** Of the node and of its output. */
  readonly name: string;
  /** For example `Conv`. */
  readonly operation: string;
  /** Names of nodes and initializers. */
  readonly inputs: readonly string[];
  readonly attributes: Readonly<Record<string, number | readonly number[]>>;
}

/** The graph's input or output, float32. */
export interface GraphTensor {
  readonly name: string;
  /** Without the batch, which can be of any size. */
  readonly shape: readonly number[];
  /** For people. */
  readonly description: string;
}

/** All that an ONNX file says. */
export interface OnnxModel {
  /** Each after the nodes it takes. */
  readonly nodes: readonly OnnxNode[];
  readonly initializers: readonly Initializer[];
  readonly input: GraphTensor;
  readonly output: GraphTensor;
  /** For people. */
  readonly description: string;
  /** For programs. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** Encodes a `ModelProto`: the bytes of an `.onnx` file. */
export function encodeModelProto(model: OnnxModel): Uint8Array<ArrayBuffer> {
  return encodeMessage([
    [1, IR_VERSION],
    [2, "deno task export"],
    [6, model.description],
    [7, encodeGraph(model)],
    [8, encodeMessage([[1, ""], [2, OPSET_VERSION]])],
    ...Object.entries(model.metadata).map(([key, value]): Field => [
      14,
      encodeMessage([[1, key], [2, value]]),
    ]),
  ]);
}

function encodeGraph(
  { nodes, initializers, input, output }: OnnxModel,
): Uint8Array<ArrayBuffer> {
  return encodeMessage([
    ...nodes.map((node): Field => [1, encodeNode(node)]),
    [2, "network"],
    ...initializers.map((tensor): Field => [5, encodeTensor(tensor)]),
    [11, encodeValueInfo(input)],
    [12, encodeValueInfo(output)],
  ]);
}

function encodeNode(
  { name, operation, inputs, attributes }: OnnxNode,
): Uint8Array<ArrayBuffer> {
  return encodeMessage([
    ...inputs.map((input): Field => [1, input]),
    [2, name],
    [3, name],
    [4, operation],
    ...Object.entries(attributes).map(([key, value]): Field => [
      5,
      encodeAttribute(key, value),
    ]),
  ]);
}

/** `AttributeProto.AttributeType`. */
const ATTRIBUTE_TYPES = { INT: 2, INTS: 7 } as const;

function encodeAttribute(
  name: string,
  value: number | readonly number[],
): Uint8Array<ArrayBuffer> {
  return typeof value === "number"
    ? encodeMessage([[1, name], [3, value], [20, ATTRIBUTE_TYPES.INT]])
    : encodeMessage([
      [1, name],
      ...value.map((element): Field => [8, element]),
      [20, ATTRIBUTE_TYPES.INTS],
    ]);
}

function encodeTensor(
  { name, shape, values }: Initializer,
): Uint8Array<ArrayBuffer> {
  return encodeMessage([
    ...shape.map((size): Field => [1, size]),
    [2, ELEMENT_TYPES[typeOf(values)]],
    [8, name],
    [9, bytesOf(values)],
  ]);
}

function typeOf(values: Values): keyof typeof ELEMENT_TYPES {
  if (values instanceof Float32Array) return "FLOAT";
  return values instanceof Int8Array ? "INT8" : "FLOAT16";
}

/** A `ValueInfoProto` of a float32 tensor whose first axis is the batch. */
function encodeValueInfo(
  { name, shape, description }: GraphTensor,
): Uint8Array<ArrayBuffer> {
  const sizes = encodeMessage([
    [1, encodeMessage([[2, "batch"]])],
    ...shape.map((size): Field => [1, encodeMessage([[1, size]])]),
  ]);
  const tensorType = encodeMessage([[1, ELEMENT_TYPES.FLOAT], [2, sizes]]);
  return encodeMessage([
    [1, name],
    [2, encodeMessage([[1, tensorType]])],
    [3, description],
  ]);
}
