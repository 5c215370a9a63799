import { assertEquals } from "@std/assert";
import { alive, tf } from "../../../support/tensorflow.ts";
import {
  constant,
  type GraphFunction,
  loadGraph,
  node,
  placeholder,
} from "../graph_model.ts";

const integer = (value: number) => tf.scalar(value, "int32");
const floats = { type: "DT_FLOAT" };

/** While i is below 3. */
const isBelow3 = (args: string[], limit: tf.Tensor): GraphFunction => ({
  name: "condition",
  args,
  nodes: [
    constant("limit", limit),
    node("below", "Less", ["i", "limit:output:0"]),
    node("answer", "Identity", ["below:z:0"]),
  ],
  ret: { answer: "answer:output:0" },
});

const loop = (inputs: string[]) => ({
  ...node("loop", "StatelessWhile", inputs),
  attr: {
    cond: { func: { name: "condition" } },
    body: { func: { name: "body" } },
    T: { list: { type: inputs.map(() => "DT_FLOAT") } },
  },
});

Deno.test("a loop in a graph model takes the output that it names", async () => {
  const [limit, one, k] = [integer(3), integer(1), integer(1)];
  const model = await loadGraph({ limit, one, k, start: integer(0) }, [
    placeholder("x", [null]),
    loop(["start", "x"]),
    node("y", "Identity", ["loop:1"]),
  ], [isBelow3(["i", "x"], limit), {
    name: "body",
    args: ["i", "x"],
    nodes: [
      constant("one", one),
      constant("k", k),
      node("next", "AddV2", ["i", "one:output:0"]),
      node("top", "TopKV2", ["x", "k:output:0"], { sorted: { b: true } }),
      node("place", "Cast", ["top:indices:0"], {
        DstT: floats,
        SrcT: { type: "DT_INT32" },
      }),
      node("sum", "AddV2", ["x", "place:y:0"]),
      node("i_out", "Identity", ["next:z:0"]),
      node("x_out", "Identity", ["sum:z:0"]),
    ],
    ret: { i_out: "i_out:output:0", x_out: "x_out:output:0" },
  }]);
  const x = tf.tensor1d([5, 7, 6]);
  const y = await model.executeAsync({ x }, "y") as tf.Tensor;
  // The largest is at 1, three times
  assertEquals([...y.dataSync()], [8, 10, 9]);
  model.dispose();
  tf.dispose([x, y, limit, one, k]);
});

Deno.test("a list of a graph model keeps what a loop's body computes", async () => {
  const [limit, one] = [integer(3), integer(1)];
  const elementShape = tf.tensor1d([2], "int32");
  const list = { element_dtype: floats, shape_type: { type: "DT_INT32" } };
  const model = await loadGraph({
    limit,
    one,
    elementShape,
    start: integer(0),
  }, [
    placeholder("x", [null]),
    node("list", "TensorListReserve", ["elementShape", "limit"], list),
    loop(["start", "list", "x"]),
    node("y", "TensorListStack", ["loop:1", "elementShape"], {
      ...list,
      num_elements: { i: "-1" },
    }),
  ], [isBelow3(["i", "list", "x"], limit), {
    name: "body",
    args: ["i", "list", "x"],
    nodes: [
      constant("one", one),
      node("next", "AddV2", ["i", "one:output:0"]),
      node("double", "AddV2", ["x", "x"]),
      node("set", "TensorListSetItem", ["list", "i", "double:z:0"], list),
      node("i_out", "Identity", ["next:z:0"]),
      node("list_out", "Identity", ["set:output_handle:0"]),
    ],
    ret: { i_out: "i_out:output:0", list_out: "list_out:output:0", x_out: "x" },
  }]);
  const x = tf.tensor1d([1, 2]);
  const run = () => model.executeAsync({ x }, "y") as Promise<tf.Tensor>;
  const y = await run();
  assertEquals(y.arraySync(), [[2, 4], [2, 4], [2, 4]]);
  const before = alive();
  (await run()).dispose();
  assertEquals(alive(), before);
  model.dispose();
  tf.dispose([x, y, limit, one, elementShape]);
});

Deno.test("a loop of Switches runs, though its body waits for a Switch to have run", async () => {
  const frame = { frame_name: { s: btoa("frame") }, is_constant: { b: false } };
  const model = await loadGraph({
    start: integer(0),
    limit: integer(3),
    one: integer(1),
  }, [
    placeholder("x", [null]),
    node("enter_i", "Enter", ["start"], frame),
    node("enter_x", "Enter", ["x"], frame),
    node("merge_i", "Merge", ["enter_i", "next_i"]),
    node("merge_x", "Merge", ["enter_x", "next_x"]),
    node("less", "Less", ["merge_i", "limit"]),
    node("condition", "LoopCond", ["less"]),
    node("switch_i", "Switch", ["merge_i", "condition"]),
    node("switch_x", "Switch", ["merge_x", "condition"]),
    node("body", "NoOp", ["^merge_i", "^switch_i"]),
    node("inner_x", "Identity", ["switch_x:1", "^body"]),
    node("double", "AddV2", ["inner_x", "inner_x"]),
    node("next", "AddV2", ["switch_i:1", "one"]),
    node("next_i", "NextIteration", ["next"]),
    node("next_x", "NextIteration", ["double"]),
    node("y", "Exit", ["switch_x"]),
  ]);
  const x = tf.tensor1d([1, 3]);
  const y = await model.executeAsync({ x }, "y") as tf.Tensor;
  assertEquals([...y.dataSync()], [8, 24]);
  model.dispose();
  tf.dispose([x, y]);
});
