import { assertEquals } from "@std/assert";
import { tf } from "../../lib/tensorflow/mod.ts";
import * as core from "@tensorflow/tfjs-core";

Deno.test("a program that imports TensorFlow.js's core after the engine gets the operations that the engine put there", () => {
  const ours = tf as unknown as Record<string, unknown>;
  const others = Object.entries(core).filter(([name, one]) =>
    name in ours && ours[name] !== one
  );
  // tf.io reads and writes files
  assertEquals(others.map(([name]) => name), ["io", "module.exports"]);
});
