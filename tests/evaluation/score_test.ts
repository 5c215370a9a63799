import { assertAlmostEquals, assertEquals } from "@std/assert";
import { score } from "../../lib/evaluation/score.ts";

Deno.test("score() predicts the first of equally probable classes", () => {
  const even = new Float32Array(10).fill(Math.log(0.1));
  const { predictions, correct, loss } = score(even, Uint8Array.of(4));
  assertEquals([...predictions], [0]);
  assertEquals(correct, 0);
  assertAlmostEquals(loss, Math.log(10), 1e-6);
});
