import { assertLess } from "@std/assert";
import { compile, init, tf } from "../../../lib/tensorflow/mod.ts";
import { assertFiniteDifferences } from "../ops/gradients.ts";
import { gradientCases } from "./cases/mod.ts";

await init();

for (const [name, op, inputs] of gradientCases) {
  Deno.test(`the gradient of ${name} agrees with finite differences`, () => {
    tf.tidy(() => assertFiniteDifferences(op, inputs()));
  });

  Deno.test(`the gradient of ${name} is the same recorded`, () => {
    tf.tidy(() => {
      const tensors = inputs();
      const weights = tf.randomNormal(op(...tensors).shape);
      const gradients = tf.grads((...x: tf.Tensor[]) =>
        op(...x).mul(weights).sum()
      );
      const expected = gradients(tensors);
      using recorded = compile((...x: tf.Tensor[]) => gradients(x));
      recorded(...tensors).forEach((gradient, i) => {
        const difference = gradient.sub(expected[i]).abs().max().dataSync()[0];
        assertLess(difference, 1e-4);
      });
    });
  });
}
