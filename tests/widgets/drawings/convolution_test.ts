import { assertAlmostEquals, assertEquals } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import {
  convolve,
  windowAt,
} from "../../../lib/widgets/drawings/convolution.ts";

const pixels = Array.from({ length: 42 }, (_, k) => 37 * k % 256);
const image = { pixels, rows: 6, columns: 7 };
const kernel = [1, -2, 0.5, 0, 3, -1, 2, 0.25, -0.5];

Deno.test("convolve() agrees with tf.conv2d", async () => {
  await tf.setBackend("cpu");
  const map = convolve(image, kernel);
  assertEquals([map.rows, map.columns], [4, 5]);
  tf.conv2d(
    tf.tensor4d(pixels, [1, 6, 7, 1]).div(255) as tf.Tensor4D,
    tf.tensor4d(kernel, [3, 3, 1, 1]),
    1,
    "valid",
  ).dataSync().forEach((value, k) =>
    assertAlmostEquals(map.values[k], value, 1e-5)
  );
});

Deno.test("windowAt() has the products whose sum is the map's value", () => {
  const { patch, products, sum } = windowAt(image, kernel, 2, 3);
  assertEquals(patch[4], pixels[3 * 7 + 4] / 255);
  assertEquals(products[4], 3 * patch[4]);
  assertEquals(sum, convolve(image, kernel).values[2 * 5 + 3]);
});
