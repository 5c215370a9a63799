import { tf } from "../../../support/tensorflow.ts";
import {
  constant,
  type GraphFunction,
  type GraphNode,
  node,
} from "../graph_model.ts";

/** A scalar of int32. */
export const integer = (value: number) => tf.scalar(value, "int32");
/** The dtype of floats, as in a model's file. */
export const floats = { type: "DT_FLOAT" };

/** While i is below 3. */
export const isBelow3 = (args: string[], limit: tf.Tensor): GraphFunction => ({
  name: "condition",
  args,
  nodes: [
    constant("limit", limit),
    node("below", "Less", ["i", "limit:output:0"]),
    node("answer", "Identity", ["below:z:0"]),
  ],
  ret: { answer: "answer:output:0" },
});

/** A loop of the functions "condition" and "body". */
export const loop = (inputs: string[]): GraphNode => ({
  ...node("loop", "StatelessWhile", inputs),
  attr: {
    cond: { func: { name: "condition" } },
    body: { func: { name: "body" } },
    T: { list: { type: inputs.map(() => "DT_FLOAT") } },
  },
});
