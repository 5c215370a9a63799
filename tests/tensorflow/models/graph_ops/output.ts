import { assertEquals } from "@std/assert";
import { recordModel } from "../../../../lib/tensorflow/mod.ts";
import { tf } from "../../../support/tensorflow.ts";
import {
  type GraphNode,
  type GraphWeights,
  loadGraph,
  placeholder,
} from "../graph_model.ts";

/** Asserts the output of node "y", op by op and recorded. */
export async function assertOutput(
  weights: GraphWeights,
  y: GraphNode | GraphNode[],
  x: tf.Tensor,
  shape: number[],
  want: (number | string)[],
  dtype: tf.DataType = "float32",
): Promise<void> {
  const input = placeholder("x", x.shape.map(() => null));
  const model = await loadGraph(weights, [input, y].flat());
  for (const isRecorded of [false, true, true]) {
    recordModel(model, isRecorded);
    const result = model.execute({ x }, "y") as tf.Tensor;
    assertEquals([result.shape, result.dtype], [shape, dtype]);
    assertEquals([...result.dataSync()] as unknown[], want);
    result.dispose();
  }
  model.dispose();
  tf.dispose(Object.values(weights));
  x.dispose();
}
