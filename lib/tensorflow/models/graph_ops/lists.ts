import { tf } from "../../tfjs.ts";
import {
  type Execute,
  type GraphNode,
  numbersOf,
  setGraphOp,
  type TensorList,
} from "./node.ts";

const listOf = ({ context, inputs }: GraphNode): TensorList =>
  context.getTensorList(inputs[0].id);

/** Joins a list's tensors along their first axis; their sizes come second. */
const concat: Execute = (node) => {
  const { tensors, elementDtype } = listOf(node);
  const sizes = tensors.map(({ shape }) => shape[0]);
  const shape = node.inputs.length > 1 ? numbersOf(node, 1) : [-1];
  return tf.tidy(() => [
    tensors.length > 0
      ? tf.concat(tensors)
      : tf.zeros([0, ...shape.slice(1)], elementDtype),
    tf.tensor1d(sizes, "int32"),
  ]);
};

/** Operations on lists of tensors, as loops and recurrent layers use them. */
const operations: Readonly<Record<string, Execute>> = {
  // TensorFlow.js frees a tensor that a loop's body computes, though a list has
  // it: a list gets a copy, which shares the data
  TensorListSetItem: (node) => {
    const list = listOf(node);
    const [index] = numbersOf(node, 1);
    const former = list.tensors[index];
    list.setItem(index, tf.clone(node.inputs[2]));
    former?.dispose();
    return list.idTensor;
  },
  TensorListPushBack: (node) => {
    const list = listOf(node);
    list.pushBack(tf.clone(node.inputs[1]));
    return list.idTensor;
  },
  // TensorFlow.js forgets the first output
  TensorListPopBack: (node) => {
    const list = listOf(node);
    const last = list.tensors.at(-1);
    const value = list.popBack(numbersOf(node, 1), list.elementDtype);
    last?.dispose();
    return [list.idTensor, value];
  },
  // TensorFlow.js looks for the shape among the attributes
  TensorListConcat: concat,
  TensorListConcatV2: concat,
};

/** Mends the lists of graph models. */
export function mendLists(): void {
  for (const [name, execute] of Object.entries(operations)) {
    setGraphOp(name, execute);
  }
}
