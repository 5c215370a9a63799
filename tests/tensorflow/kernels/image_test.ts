import { tf } from "../../../lib/tensorflow/mod.ts";
import { assertAgrees, numbers } from "./oracle.ts";

Deno.test("image.transform() moves pixels", async () => {
  for (const interpolation of ["nearest", "bilinear"] as const) {
    await assertAgrees(() =>
      tf.image.transform(
        numbers([1, 5, 6, 2]),
        tf.tensor2d([[1, 0.2, 0.5, 0, 1, -1, 0, 0]]),
        interpolation,
        "constant",
        1,
        [4, 7],
      )
    );
  }
});
