import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertThrows,
} from "@std/assert";
import {
  compile,
  init,
  setRandomSeed,
  tf,
} from "../../../lib/tensorflow/mod.ts";
import {
  augment,
  type AugmentationOptions,
  createStrength,
} from "../../../lib/training/augmentation/augment.ts";
import { randomAffine } from "../../../lib/training/augmentation/affine.ts";

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

Deno.test("randomAffine() rotates each image of a batch by its own angle", async () => {
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

Deno.test("randomAffine() shifts within its range", async () => {
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

Deno.test("randomAffine() with an aspect changes the height alone", async () => {
  await init();
  setRandomSeed(1);
  const { width, height } = tf.tidy(() => {
    // A square of 9×9 in the middle of 21×21
    const square = tf.pad(tf.ones([9, 9]), [[6, 6], [6, 6]]);
    const images = square.reshape([1, 21, 21, 1]).tile([200, 1, 1, 1]);
    const changed = randomAffine(images as tf.Tensor4D, { aspect: 0.2 });
    return {
      width: changed.max(1).sum([1, 2]).dataSync(),
      height: changed.max(2).sum([1, 2]).dataSync(),
    };
  });
  for (const each of width) assertAlmostEquals(each, 9, 1e-3);
  assert(height.every((each) => each > 9 * 0.8 && each < 9 * 1.25));
  assert(Math.max(...height) > 10 && Math.min(...height) < 8);
});

Deno.test("randomAffine() draws anew at each call of a recorded function", async () => {
  await init();
  const image = bar();
  using recorded = compile((x: tf.Tensor4D) =>
    randomAffine(x, { rotation: 10, shift: 1, scale: 0.1, shear: 0.1 })
  );
  const [first, second] = [recorded(image), recorded(image)];
  assert(first.dataSync().some((v, i) => v !== second.dataSync()[i]));
  tf.dispose([image, first, second]);
});

Deno.test("augment() with an elastic amplitude of 0 is the affine map alone", async () => {
  await init();
  const images = tf.tidy(() => tf.randomUniform([8, 28, 28, 1], 0, 255));
  const affine = { rotation: 20, shift: 3, scale: 0.1, shear: 0.1 };
  const draw = (options: AugmentationOptions) => {
    setRandomSeed(1);
    return tf.tidy(() => augment(images as tf.Tensor4D, options).dataSync());
  };
  const expected = draw(affine);
  draw({ ...affine, elastic: { amplitude: 0 } }).forEach((value, i) =>
    // One is TensorFlow's own interpolation, the other ours
    assertAlmostEquals(value, expected[i], 0.02)
  );
  images.dispose();
});

Deno.test("augment() draws the same recorded as op by op", async () => {
  await init();
  const options = { elastic: { amplitude: 1 }, erasing: { probability: 0.5 } };
  const images = tf.tidy(() => tf.randomUniform([4, 28, 28, 1], 0, 255));
  const run = (x: tf.Tensor) => augment(x as tf.Tensor4D, options);
  using recorded = compile(run);
  setRandomSeed(2);
  const expected = tf.tidy(() => run(images).dataSync());
  setRandomSeed(2);
  const actual = tf.tidy(() => recorded(images).dataSync());
  actual.forEach((value, i) => assertAlmostEquals(value, expected[i], 1e-3));
  images.dispose();
});

Deno.test("augment() scales its changes by the strength", async () => {
  await init();
  const options = {
    rotation: 20,
    shift: 3,
    elastic: { amplitude: 1 },
    erasing: { probability: 1 },
  };
  const images = tf.tidy(() => tf.randomUniform([8, 28, 28, 1], 0, 255));
  const change = (strength: number) => {
    setRandomSeed(1);
    return tf.tidy(() =>
      augment(images as tf.Tensor4D, options, tf.scalar(strength))
        .sub(images).abs().mean().dataSync()[0]
    );
  };
  assertAlmostEquals(change(0), 0, 0.01);
  assert(change(0.05) < change(1) / 2);
  images.dispose();
});

Deno.test("createStrength() fades linearly to 0 over the last part of the run", () => {
  assertEquals(createStrength({ rotation: 8 }, 100), undefined);
  const strength = createStrength({ fade: 0.2 }, 101)!;
  assertEquals([0, 79].map(strength), [1, 1]);
  assertAlmostEquals(strength(90), 10 / 20.2, 1e-12);
  assertEquals(strength(100), 0);
  assertThrows(
    () => createStrength({ fade: 2 }, 100),
    RangeError,
    "fade must be from 0 to 1: current value is 2",
  );
});
