import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { compile, init, setRandomSeed, tf } from "../../lib/tensorflow/mod.ts";
import { randomAffine } from "../../lib/training/augmentation.ts";

/** One bright pixel in the middle of a 5×5 image, and one to its right. */
function bar(): tf.Tensor4D {
  const pixels = new Float32Array(25);
  pixels[12] = pixels[13] = 100;
  return tf.tensor4d(pixels, [1, 5, 5, 1]);
}

Deno.test("randomAffine() with all ranges 0 changes nothing", async () => {
  await init();
  const image = bar();
  const same = tf.tidy(() => randomAffine(image, {}));
  same.dataSync().forEach((value, i) =>
    assertAlmostEquals(value, image.dataSync()[i], 1e-4)
  );
  tf.dispose([image, same]);
});

Deno.test("randomAffine() turns each image of a batch by an angle of its own", async () => {
  await init();
  setRandomSeed(1);
  const images = tf.tidy(() => bar().tile([16, 1, 1, 1]) as tf.Tensor4D);
  const turned = tf.tidy(() => randomAffine(images, { rotation: 90 }));
  const rows = turned.reshape([16, 25]).arraySync() as number[][];
  // The middle stays where it is, the other pixel goes elsewhere in each
  for (const row of rows) assertAlmostEquals(row[12], 100, 1e-3);
  assertEquals(new Set(rows.map((row) => row[13].toFixed(3))).size, 16);
  tf.dispose([images, turned]);
});

Deno.test("randomAffine() shifts by no more than it may", async () => {
  await init();
  setRandomSeed(1);
  const centre = tf.tidy(() => {
    const images = bar().tile([200, 1, 1, 1]) as tf.Tensor4D;
    const shifted = randomAffine(images, { shift: 1 }); // [200, 5, 5, 1]
    const columns = tf.range(0, 5).reshape([1, 1, 5, 1]);
    return shifted.mul(columns).sum([1, 2, 3])
      .div(shifted.sum([1, 2, 3])).dataSync();
  });
  // The bar's own centre is at 2.5
  assert(centre.every((x) => Math.abs(x - 2.5) <= 1.01));
  assert(Math.max(...centre) > 3.2 && Math.min(...centre) < 1.8);
});

Deno.test("randomAffine() draws afresh at each call of a recorded function", async () => {
  await init();
  const image = bar();
  using recorded = compile((x: tf.Tensor4D) =>
    randomAffine(x, { rotation: 10, shift: 1, scale: 0.1, shear: 0.1 })
  );
  const [first, second] = [recorded(image), recorded(image)];
  assert(first.dataSync().some((v, i) => v !== second.dataSync()[i]));
  tf.dispose([image, first, second]);
});
