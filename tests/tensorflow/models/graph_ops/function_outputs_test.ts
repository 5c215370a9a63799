import { assertEquals } from "@std/assert";
import { tf } from "../../../support/tensorflow.ts";
import { constant, loadGraph, node, placeholder } from "../graph_model.ts";
import { floats, integer, isBelow3, loop } from "./loops.ts";

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
