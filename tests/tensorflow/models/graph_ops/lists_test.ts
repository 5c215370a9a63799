import { assertEquals } from "@std/assert";
import { alive, tf } from "../../../support/tensorflow.ts";
import { constant, loadGraph, node, placeholder } from "../graph_model.ts";
import { floats, integer, isBelow3, loop } from "./loops.ts";

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
