/**
 * Operations of graphs that mean something else than those of TensorFlow.js by which
 * it runs them, and then answers wrongly without an error.
 *
 * @module
 */
import { tf } from "../../tfjs.ts";
import {
  type Compute,
  type GraphNode,
  numbersOf,
  setComputedOps,
} from "./node.ts";
import { run } from "./unknown.ts";

/** Has TensorFlow run another operation on these inputs. */
const runAs = (op: string, node: GraphNode, inputs: readonly tf.Tensor[]) =>
  [run({ ...node, node: { ...node.node, op }, inputs })].flat();

const areIntegers = (inputs: readonly tf.Tensor[]) =>
  inputs.every(({ dtype }) => dtype === "int32");

/** The remainder of a division towards 0: it has the sign of what is divided. */
const remainder: Compute = ({ inputs: [a, b] }) => {
  const floored = tf.mod(a, b);
  const differ = tf.notEqual(tf.less(a, 0), tf.less(b, 0));
  const isOff = tf.logicalAnd(tf.notEqual(floored, 0), differ);
  return tf.where(isOff, tf.sub(floored, b), floored);
};

/** A vector of conditions chooses rows. */
const select: Compute = ({ inputs: [condition, a, b] }) => {
  const ones = condition.rank === 1 ? a.shape.slice(1).map(() => 1) : [];
  const rows = tf.reshape(condition, [...condition.shape, ...ones]);
  return tf.where(tf.cast(rows, "bool"), a, b);
};

const mean: Compute = (node) => {
  const [x] = node.inputs;
  const keepsAxes = node.attrs.keep_dims as boolean | undefined;
  const y = tf.mean(x, numbersOf(node, 1), keepsAxes);
  return x.dtype === "int32" ? tf.cast(y, "int32") : y;
};

/** As many frequencies as the length asks for. */
const inverseTransform: Compute = (node) => {
  const [x] = node.inputs;
  const [length] = numbersOf(node, 1);
  if (length % 2 === 1) return run(node);
  const batch = x.shape.slice(0, -1);
  const frequencies = tf.slice(x, x.shape.map(() => 0), [
    ...batch,
    length / 2 + 1,
  ]);
  return tf.reshape(tf.irfft(frequencies), [...batch, length]);
};

/** TensorFlow.js leaves the values as they are. */
const quantize: Compute = (node) => {
  const [x, ...range] = node.inputs;
  return tf.customGrad((x, save) => {
    (save as tf.GradSaveFunc)([x as tf.Tensor]);
    const [value] = [run({ ...node, inputs: [x as tf.Tensor, ...range] })]
      .flat();
    const op = "FakeQuantWithMinMaxVarsGradient";
    return {
      value,
      gradFunc: (dy: tf.Tensor, [x]: tf.Tensor[]) =>
        runAs(op, node, [dy, x, ...range])[0],
    };
  })(x);
};

const operations: Readonly<Record<string, Compute>> = {
  Div: (node) => {
    const [a, b] = node.inputs;
    return areIntegers([a, b])
      ? runAs("TruncateDiv", node, [a, b])
      : tf.div(a, b);
  },
  FakeQuantWithMinMaxVars: quantize,
  IRFFT: inverseTransform,
  Mean: mean,
  Mod: remainder,
  RFFT: (node) => tf.spectral.rfft(node.inputs[0], numbersOf(node, 1)[0]),
  Select: select,
};

/** Has graph models run these operations as TensorFlow does. */
export function mendMeanings(): void {
  setComputedOps(operations);
}
