import { assertEquals } from "@std/assert";
import { ops, tf } from "../../../lib/tensorflow/mod.ts";
import { withEngine } from "./with_engine.ts";

Deno.test("inParts() returns what the function returns, split or whole", () =>
  withEngine(() => {
    for (const rows of [4, 5]) {
      const x = tf.randomNormal([rows, 3]);
      const square = (x: tf.Tensor) => x.square();
      assertEquals(
        ops.inParts(x, square).arraySync(),
        square(x).arraySync(),
      );
    }
  }));
