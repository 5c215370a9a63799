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
  randomAffine,
} from "../../../lib/training/augmentation/augment.ts";
import { elasticDisplacement } from "../../../lib/training/augmentation/elastic.ts";

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

Deno.test("randomAffine() makes images taller or flatter, and no wider", async () => {
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

Deno.test("augment() without displacement is the affine map alone", async () => {
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

Deno.test("augment() bends images smoothly", async () => {
  await init();
  setRandomSeed(1);
  const { rms, step } = tf.tidy(() => {
    const { x, y } = elasticDisplacement(200, 28, 28, { amplitude: 1.4 });
    const field = tf.stack([x, y]).reshape([400, 28, 28]) as tf.Tensor3D;
    const next = field.slice([0, 0, 1], [400, 28, 27]);
    const before = field.slice([0, 0, 0], [400, 28, 27]);
    return {
      rms: field.square().mean([0]).sqrt().dataSync(),
      step: next.sub(before).square().mean().sqrt().dataSync()[0],
    };
  });
  // At the corners as in the middle; 400 draws know it to about 4 %
  rms.forEach((value) => assert(Math.abs(value - 1.4) < 0.28, `${value}`));
  // A Gaussian of 4 pixels twice over: 1.4 · √(2 − 2·e^(−1/64)) = 0.246
  assertAlmostEquals(step, 0.246, 0.02);
});

Deno.test("augment() erases rectangles of some images", async () => {
  await init();
  setRandomSeed(1);
  const erasing = { probability: 0.5, smallest: 0.1, largest: 0.2 };
  const images = tf.tidy(() =>
    augment(tf.ones([400, 28, 28, 1]), { erasing }).squeeze([3])
      .arraySync() as number[][][]
  );
  const areas = images.map((image) => {
    const blank = (cells: number[]) => cells.filter((p) => p < 0.5).length;
    const rows = image.map(blank).filter((count) => count > 0);
    // Every row that has lost something has lost as much
    assert(new Set(rows).size <= 1);
    return rows.reduce((a, b) => a + b, 0) / 784;
  });
  const erased = areas.filter((area) => area > 0);
  assert(Math.abs(erased.length - 200) < 40, `${erased.length}`);
  assert(erased.every((area) => area > 0.06 && area < 0.26));
});

Deno.test("augment() draws what it draws op by op when it is recorded", async () => {
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

Deno.test("augment() changes images by as much as its strength says", async () => {
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

Deno.test("createStrength() ends at nothing, evenly over the last part", () => {
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
