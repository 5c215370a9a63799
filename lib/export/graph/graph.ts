/**
 * Graphs of TensorFlow's operations, before they are written as protocol buffers or as
 * JSON. Names, attributes and types are those of TensorFlow's operation definitions.
 *
 * @module
 */

/** Types of tensors, by their names in `DataType`. */
export const DATA_TYPES = {
  DT_FLOAT: 1,
  DT_INT32: 3,
  DT_INT8: 6,
  DT_HALF: 19,
} as const;

/** The type of a tensor. */
export type DataType = keyof typeof DATA_TYPES;

/** A constant's values, in row-major order. */
export type Values =
  | Float32Array<ArrayBuffer>
  | Float16Array<ArrayBuffer>
  | Int8Array<ArrayBuffer>
  | Int32Array<ArrayBuffer>;

/** A constant tensor. */
export interface Constant {
  readonly shape: readonly number[];
  readonly values: Values;
}

/** An attribute of an operation. Of a shape, −1 is an unknown size. */
export type Attribute =
  | { readonly type: DataType }
  | { readonly shape: readonly number[] }
  | { readonly integers: readonly number[] }
  | { readonly text: string }
  | { readonly flag: boolean }
  | { readonly tensor: Constant };

/** An operation; each has one output. */
export interface GraphNode {
  readonly name: string;
  /** For example `Conv2D`. */
  readonly operation: string;
  /** Names of nodes. */
  readonly inputs: readonly string[];
  readonly attributes: Readonly<Record<string, Attribute>>;
}

/** A graph with one input and one output, which have the names that exports give them. */
export interface InferenceGraph {
  /** Each after the nodes it takes. */
  readonly nodes: readonly GraphNode[];
  /** −1 is the batch. */
  readonly inputShape: readonly number[];
  /** −1 is the batch. */
  readonly outputShape: readonly number[];
}

/** The type of a constant. */
export function typeOf({ values }: Constant): DataType {
  if (values instanceof Float32Array) return "DT_FLOAT";
  if (values instanceof Int32Array) return "DT_INT32";
  return values instanceof Int8Array ? "DT_INT8" : "DT_HALF";
}
