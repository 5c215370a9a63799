import { assertEquals } from "@std/assert";
import { compile } from "../../../../lib/tensorflow/mod.ts";
import { assertSameTensor, tf } from "../../../support/tensorflow.ts";

// Each of these ended the process: Grappler divided by a size of 0
const functions: Record<string, (x: tf.Tensor) => tf.Tensor> = {
  "a constant of no elements": (x) => x.mul(2).mul(tf.ones([0, 7])),
  "the gradient of a mean": (x) =>
    tf.grad((x) => x.mean([1], true).square().sum())(x),
};
for (const [name, fn] of Object.entries(functions)) {
  Deno.test(`compile() runs an empty batch through ${name}`, () => {
    using recorded = compile(fn);
    tf.tidy(() => {
      const batch = tf.zeros([0, 1]);
      assertSameTensor(recorded(batch), fn(batch));
      assertSameTensor(recorded(batch), fn(batch));
      assertEquals(recorded.recordings.length, 1);
    });
  });
}
