import { assertThrows } from "@std/assert";
import { init, tf } from "../../../lib/tensorflow/mod.ts";

await init();

Deno.test("a transform passes its gradient to the image only", () => {
  tf.tidy(() => {
    const image = tf.ones([1, 2, 2, 1]) as tf.Tensor4D;
    const move = (transforms: tf.Tensor) =>
      tf.image.transform(image, transforms as tf.Tensor2D, "bilinear");
    assertThrows(
      () => tf.grad(move)(tf.tensor2d([[1, 0, 0.5, 0, 1, 0, 0, 0]])),
      Error,
      "Cannot backprop through input transforms",
    );
  });
});
