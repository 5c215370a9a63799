import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { init, setRandomSeed, tf } from "../../../lib/tensorflow/mod.ts";
import {
  type ErasingOptions,
  randomErasing,
} from "../../../lib/training/augmentation/erasing.ts";

await init();

/** Rows and columns of the rectangles that are erased from white images. */
function erasedSizes(
  count: number,
  options: ErasingOptions,
  strength?: number,
): [rows: number, columns: number][] {
  setRandomSeed(1);
  const images = tf.tidy(() =>
    randomErasing(
      tf.ones([count, 28, 28, 1]),
      options,
      strength === undefined ? undefined : tf.scalar(strength),
    ).squeeze([3]).arraySync() as number[][][]
  );
  return images.map((image) => {
    const blanks = image.map((row) => row.filter((pixel) => pixel === 0).length)
      .filter((blank) => blank > 0);
    // A rectangle: every row of it has lost as many pixels
    assert(new Set(blanks).size <= 1);
    return [blanks.length, blanks[0] ?? 0];
  });
}

Deno.test("randomErasing() blanks a rectangle of the given share of images", () => {
  const options = { probability: 0.5, smallest: 0.1, largest: 0.2 };
  const erased = erasedSizes(400, options).filter(([rows]) => rows > 0);
  assert(Math.abs(erased.length - 200) < 40, `${erased.length}`);
  for (const [rows, columns] of erased) {
    const area = rows * columns / 784; // Rounded to whole pixels
    assert(area > 0.06 && area < 0.26, `${area}`);
  }
});

Deno.test("randomErasing() draws tall and wide rectangles alike", () => {
  const options = { probability: 1, smallest: 0.1, largest: 0.1 };
  const ratios = erasedSizes(400, options)
    .map(([rows, columns]) => Math.log(rows / columns));
  // From 0.3 to 1 / 0.3, and one pixel of rounding at each side
  assert(ratios.every((ratio) => Math.abs(ratio) < Math.log(1 / 0.3) + 0.25));
  const mean = ratios.reduce((sum, ratio) => sum + ratio, 0) / 400;
  assertAlmostEquals(mean, 0, 0.12);
});

Deno.test("randomErasing() scales the probability by the strength", () => {
  const countAt = (strength: number) =>
    erasedSizes(400, { probability: 1 }, strength)
      .filter(([rows]) => rows > 0).length;
  assertEquals(countAt(0), 0);
  assert(Math.abs(countAt(0.25) - 100) < 30);
  assertEquals(countAt(1), 400);
});

Deno.test("randomErasing() blanks all channels of a pixel and leaves the rest alone", () => {
  setRandomSeed(1);
  const pixels = tf.tidy(() => {
    const images = tf.fill([8, 28, 28, 2], 3) as tf.Tensor4D;
    return randomErasing(images, { probability: 1 }).reshape([8 * 784, 2])
      .arraySync() as number[][];
  });
  assert(pixels.every(([a, b]) => a === b && (a === 0 || a === 3)));
});
