import { assertAlmostEquals, assertEquals } from "@std/assert";
import { init, tf } from "../../../lib/tensorflow/mod.ts";
import { resample } from "../../../lib/training/augmentation/resample.ts";

await init();

const HEIGHT = 2;
const WIDTH = 3;
/** Two images of two rows and three columns. */
const images = [[10, 20, 30, 40, 50, 60], [1, 2, 3, 4, 5, 6]];

/** Resamples each image with the source positions that are given for its pixels. */
function resampled(
  sourceOf: (
    column: number,
    row: number,
    image: number,
  ) => [x: number, y: number],
): number[][] {
  const positions = images.map((_, image) =>
    Array.from(
      { length: HEIGHT * WIDTH },
      (_, pixel) => sourceOf(pixel % WIDTH, Math.floor(pixel / WIDTH), image),
    )
  );
  const before = tf.memory().numTensors;
  const result = tf.tidy(() =>
    resample(
      tf.tensor(images).reshape([2, HEIGHT, WIDTH, 1]),
      tf.tensor2d(positions.map((each) => each.map(([x]) => x))),
      tf.tensor2d(positions.map((each) => each.map(([, y]) => y))),
    ).reshape([2, HEIGHT * WIDTH]).arraySync() as number[][]
  );
  assertEquals(tf.memory().numTensors, before);
  return result;
}

Deno.test("resample() from each pixel's own position changes nothing", () => {
  assertEquals(resampled((column, row) => [column, row]), images);
});

Deno.test("resample() uses each image's own positions", () => {
  const [first, second] = resampled((column, row, image) =>
    image === 0 ? [WIDTH - 1 - column, row] : [column, HEIGHT - 1 - row]
  );
  assertEquals(first, [30, 20, 10, 60, 50, 40]);
  assertEquals(second, [4, 5, 6, 1, 2, 3]);
});

Deno.test("resample() interpolates linearly in both directions", () => {
  const [first] = resampled(() => [0.5, 0.25]);
  // Above (10 + 20) / 2, below (40 + 50) / 2, a quarter of the way down
  first.forEach((value) => assertAlmostEquals(value, 22.5, 1e-5));
});

Deno.test("resample() takes everything outside of an image as 0", () => {
  const at = (x: number, y: number) => resampled(() => [x, y])[0][0];
  assertEquals(at(-5, 0), 0);
  assertEquals(at(0, 99), 0);
  // Halfway between the last pixel and the outside
  assertAlmostEquals(at(2.5, 0), 15, 1e-5);
  assertAlmostEquals(at(0, -0.5), 5, 1e-5);
});
