/**
 * Operations that this library replaces in TensorFlow.js's namespace: graph models
 * have copies of TensorFlow.js's own.
 *
 * @module
 */
import { tf } from "../../tfjs.ts";
import { type Compute, numbersOf, setComputedOps } from "./node.ts";

const reverse: Compute = (node) =>
  tf.reverse(node.inputs[0], numbersOf(node, 1));

/** Over any number of axes; TensorFlow.js takes one or two. */
const norm: Compute = (node) => {
  const [x] = node.inputs;
  const axes = tf.util.parseAxisParam(numbersOf(node, 1), x.shape);
  const kept = x.shape.map((_, i) => i).filter((i) => !axes.includes(i));
  const rows = tf.reshape(tf.transpose(x, [...kept, ...axes]), [
    ...kept.map((i) => x.shape[i]),
    axes.reduce((size, axis) => size * x.shape[axis], 1),
  ]);
  const keepsAxes = node.attrs.keep_dims as boolean | undefined;
  const shape = x.shape.map((size, i) => axes.includes(i) ? 1 : size);
  const norms = tf.euclideanNorm(rows, rows.rank - 1);
  return keepsAxes ? tf.reshape(norms, shape) : norms;
};

const operations: Readonly<Record<string, Compute>> = {
  DivNoNan: ({ inputs: [a, b] }) => tf.divNoNan(a, b),
  EuclideanNorm: norm,
  RaggedGather: ({ inputs, attrs }) => {
    const splits = inputs.slice(0, -2);
    const [values, indices] = inputs.slice(-2);
    const rank = attrs.OUTPUT_RAGGED_RANK as number;
    const { outputNestedSplits, outputDenseValues } = tf.raggedGather(
      splits,
      values,
      indices,
      rank,
    );
    return [...outputNestedSplits, outputDenseValues];
  },
  RaggedTensorToTensor: ({ inputs, attrs }) => {
    const [shape, values, defaultValue, ...partitions] = inputs;
    // The model's reader has made them lower case
    const types = (attrs.row_partition_types as string[])
      .map((type) => type.toUpperCase());
    return tf.raggedTensorToTensor(
      shape,
      values,
      defaultValue,
      partitions,
      types,
    );
  },
  // Of strings, too
  ReverseV2: reverse,
  Transpose: (node) => tf.transpose(node.inputs[0], numbersOf(node, 1)),
};

/** Has graph models run the replacements. */
export function mendReplaced(): void {
  setComputedOps(operations);
}
