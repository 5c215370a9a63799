import { tf } from "../../tfjs.ts";
import { type Execute, numbersOf, setGraphOp } from "./node.ts";

/** Operations that TensorFlow.js runs with wrong arguments, or results. */
const operations: Readonly<Record<string, Execute>> = {
  // It takes the lower width for the upper one, too
  MatrixBandPart: (node) => {
    const [lower, upper] = [numbersOf(node, 1)[0], numbersOf(node, 2)[0]];
    const [rows, columns] = node.inputs[0].shape.slice(-2);
    return tf.linalg.bandPart(
      node.inputs[0],
      Math.min(lower, rows),
      Math.min(upper, columns),
    );
  },
  // It passes null on
  BitwiseAnd: ({ inputs: [a, b] }) => tf.bitwiseAnd(a, b),
  // It answers in float32
  ShapeN: ({ inputs }) =>
    inputs.map(({ shape }) => tf.tensor1d(shape, "int32")),
};

/** It puts the classes last, whatever the axis. */
const oneHot: Execute = (node) => {
  const [indices] = node.inputs;
  const [depth, on, off] = [1, 2, 3].map((i) => numbersOf(node, i)[0]);
  const { T, axis = -1 } = node.attrs as { T?: "int32"; axis?: number };
  return tf.tidy(() => {
    const last = tf.oneHot(
      tf.cast(indices, "int32") as tf.Tensor1D,
      depth,
      on,
      off,
      T,
    );
    if (axis < 0 || axis === indices.rank) return last;
    const order = indices.shape.map((_, i) => i);
    return tf.transpose(last, order.toSpliced(axis, 0, indices.rank));
  });
};

/** Of several branches, one has a value. */
const switchN: Execute = async ({ inputs: [data, index], attrs }) => {
  const count = attrs.num_outs as number;
  const [chosen] = await index.data();
  const last = chosen < 0 || chosen >= count ? count - 1 : chosen;
  return Array.from(
    { length: count },
    (_, i) => i === last ? tf.clone(data) : undefined,
  );
};

/** It refuses strings. */
const gather: Execute = (node) => {
  const axis = node.inputs.length > 2 ? numbersOf(node, 2)[0] : 0;
  const { batch_dims: batchDims = 0 } = node.attrs as { batch_dims?: number };
  const [x, indices] = node.inputs;
  return tf.tidy(() =>
    tf.gather(x, tf.cast(indices, "int32"), axis, batchDims)
  );
};

/** Mends operations of graph models. */
export function mendOperations(): void {
  for (const [name, execute] of Object.entries(operations)) {
    setGraphOp(name, execute);
  }
  setGraphOp("OneHot", oneHot);
  setGraphOp("_SwitchN", switchN);
  for (const name of ["Gather", "GatherV2"]) setGraphOp(name, gather);
}
