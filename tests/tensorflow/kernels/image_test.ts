import { assertEquals } from "@std/assert";
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

Deno.test("image.cropAndResize() crops boxes that are far away, infinite or undefined", async () => {
  await assertAgrees(() =>
    tf.image.cropAndResize(
      numbers<tf.Rank.R4>([2, 5, 6, 2]),
      tf.tensor2d([
        [0, 0, 1, 1],
        [-1e38, -1e38, 1e38, 1e38],
        [1e38, 1e38, -1e38, -1e38],
        [0.2, 0.2, 1e38, 0.8],
      ]),
      tf.tensor1d([0, 1, 0, 1], "int32"),
      [3, 3],
      "bilinear",
      7,
    )
  );
  // These ended the process
  const crops = tf.tidy(() =>
    tf.image.cropAndResize(
      numbers<tf.Rank.R4>([1, 5, 6, 1]),
      tf.tensor2d([[NaN, 0, 1, 1], [-Infinity, 0, Infinity, 1]]),
      tf.tensor1d([0, 0], "int32"),
      [2, 2],
    ).dataSync()
  );
  assertEquals([...crops], [NaN, NaN, NaN, NaN, 0, 0, 0, 0]);
});
