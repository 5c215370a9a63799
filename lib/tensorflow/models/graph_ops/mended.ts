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
  for (const name of ["Gather", "GatherV2"]) setGraphOp(name, gather);
}
