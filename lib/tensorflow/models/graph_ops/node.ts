import { tf } from "../../tfjs.ts";

/** What TensorFlow.js tells of a graph model's node. */
export interface GraphNode {
  readonly inputs: readonly tf.Tensor[];
  readonly attrs: Readonly<Record<string, unknown>>;
  /** Private in TensorFlow.js: the node as it stands in the model's file. */
  readonly node: {
    readonly name: string;
    readonly op: string;
    readonly rawAttrs: RawAttributes;
  };
  /** Private in TensorFlow.js. */
  readonly context: { getTensorList(id: number): TensorList };
}

/** Attributes as in a model's file. */
export type RawAttributes = Readonly<
  Record<string, Readonly<Record<string, unknown>>>
>;

/** A list of tensors, as TensorFlow.js keeps it. */
export interface TensorList {
  readonly idTensor: tf.Tensor;
  readonly tensors: tf.Tensor[];
  readonly elementDtype: tf.DataType;
  setItem(index: number, tensor: tf.Tensor): void;
  pushBack(tensor: tf.Tensor): void;
  popBack(shape: number[], dtype: tf.DataType): tf.Tensor;
}

type Outputs = tf.Tensor | (tf.Tensor | undefined)[];

/** Computes a node's outputs at once. */
export type Compute = (node: GraphNode) => tf.Tensor | tf.Tensor[];

/** Computes a node's outputs: undefined for those that have no value. */
export type Execute = (node: GraphNode) => Outputs | Promise<Outputs>;

/** Has graph models run an operation in this way. */
export function setGraphOp(name: string, execute: Execute): void {
  tf.registerOp(name, execute as never);
}

/** Has graph models compute operations in these ways, and frees what is left over. */
export function setComputedOps(
  operations: Readonly<Record<string, Compute>>,
): void {
  for (const [name, compute] of Object.entries(operations)) {
    setGraphOp(name, (node) => tf.tidy(() => compute(node)));
  }
}

/** The values of an input that has any, as numbers. */
export function numbersOf({ inputs }: GraphNode, index: number): number[] {
  return Array.from(inputs[index].dataSync() as ArrayLike<number>);
}
