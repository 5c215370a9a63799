/**
 * Graphs as protocol buffers: TensorFlow's `GraphDef`, from `graph.proto`,
 * `node_def.proto`, `attr_value.proto` and `tensor.proto`.
 *
 * @module
 */
import { encodeMessage, type Field } from "../../tensorflow/ffi/protobuf.ts";
import { bytesOf } from "../weights.ts";
import {
  type Attribute,
  type Constant,
  DATA_TYPES,
  type GraphNode,
  typeOf,
} from "./graph.ts";

/**
 * The version of graphs that TensorFlow 2.0 wrote. All operations here are older, and
 * every TensorFlow since then reads it.
 */
export const GRAPH_VERSION = 134;

/** A `GraphDef`. */
export function encodeGraphDef(
  nodes: readonly GraphNode[],
): Uint8Array<ArrayBuffer> {
  return encodeMessage([
    ...nodes.map((node): Field => [1, encodeNode(node)]),
    [4, encodeMessage([[1, GRAPH_VERSION]])],
  ]);
}

function encodeNode(
  { name, operation, inputs, attributes }: GraphNode,
): Uint8Array<ArrayBuffer> {
  return encodeMessage([
    [1, name],
    [2, operation],
    ...inputs.map((input): Field => [3, input]),
    ...Object.entries(attributes).map(([key, value]): Field => [
      5,
      encodeMessage([[1, key], [2, encodeAttribute(value)]]),
    ]),
  ]);
}

function encodeAttribute(attribute: Attribute): Uint8Array<ArrayBuffer> {
  return encodeMessage([attributeField(attribute)]);
}

function attributeField(attribute: Attribute): Field {
  if ("integers" in attribute) {
    const list = attribute.integers.map((value): Field => [3, value]);
    return [1, encodeMessage(list)];
  }
  if ("text" in attribute) return [2, attribute.text];
  if ("flag" in attribute) return [5, Number(attribute.flag)];
  if ("type" in attribute) return [6, DATA_TYPES[attribute.type]];
  if ("shape" in attribute) return [7, encodeShape(attribute.shape)];
  return [8, encodeTensor(attribute.tensor)];
}

/** A `TensorShapeProto`; −1 is an unknown size. */
export function encodeShape(
  shape: readonly number[],
): Uint8Array<ArrayBuffer> {
  return encodeMessage(
    shape.map((size): Field => [2, encodeMessage([[1, size]])]),
  );
}

function encodeTensor(tensor: Constant): Uint8Array<ArrayBuffer> {
  return encodeMessage([
    [1, DATA_TYPES[typeOf(tensor)]],
    [2, encodeShape(tensor.shape)],
    [4, bytesOf(tensor.values)],
  ]);
}
