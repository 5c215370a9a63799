import { assertEquals } from "@std/assert";
import { tf } from "../../../support/tensorflow.ts";
import { loadGraph, node, placeholder } from "../graph_model.ts";
import { integer } from "./loops.ts";

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
