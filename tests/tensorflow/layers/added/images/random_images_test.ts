/**
 * Random layers whose range is one number, against Keras 3.15. The images are 100 +
 * 90 cos(0, 1, …), [2, 4, 6, 2]; of Keras's output y with elements i = 0, 1, … these
 * are the sums of y cos(i), y sin(2i + 1) and y².
 */
import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { assertCloseTensor, tf } from "../../../../support/tensorflow.ts";

const { layers } = tf;
const cases: [name: string, make: () => tf.layers.Layer, sums: number[]][] = [
  [
    "randomRotation()",
    () => layers.randomRotation({ factor: [0.1, 0.1] }),
    [725.443, -73.175, 1236288.797],
  ],
  [
    "randomRotation() with a fill value",
    () =>
      layers.randomRotation({
        factor: [0.3, 0.3],
        fillMode: "constant",
        fillValue: 7,
        interpolation: "nearest",
      }),
    [-90.973, -157.018, 945727.595],
  ],
  [
    "randomTranslation()",
    () =>
      layers.randomTranslation({
        heightFactor: [0.25, 0.25],
        widthFactor: [-0.2, -0.2],
      }),
    [-1686.22, -15.663, 1089190.457],
  ],
  [
    "randomTranslation() around the edges",
    () =>
      layers.randomTranslation({
        heightFactor: [-0.5, -0.5],
        widthFactor: [0.5, 0.5],
        fillMode: "wrap",
      }),
    [2002.812, -29.588, 1379084.535],
  ],
  [
    "randomZoom()",
    () => layers.randomZoom({ heightFactor: [0.3, 0.3] }),
    [3307.562, -86.655, 1190129.916],
  ],
  [
    "randomZoom() of two factors",
    () =>
      layers.randomZoom({
        heightFactor: [-0.4, -0.4],
        widthFactor: [0.2, 0.2],
        fillMode: "nearest",
      }),
    [3562.026, 4.084, 1231431.154],
  ],
  [
    "randomBrightness()",
    () => layers.randomBrightness({ factor: [0.4, 0.4] }),
    [3992.971, -107.044, 3972065.386],
  ],
  [
    "randomBrightness() of a range",
    () =>
      layers.randomBrightness({ factor: [-0.2, -0.2], valueRange: [0, 150] }),
    [4099.222, 279.67, 844356.932],
  ],
];

const SHAPE = [2, 4, 6, 2];
const wave = (of: (i: number) => number): tf.Tensor =>
  tf.tensor(Array.from({ length: 96 }, (_, i) => of(i)), SHAPE);
const images = wave((i) => 100 + 90 * Math.cos(i));

for (const [name, make, sums] of cases) {
  Deno.test(`${name} changes images as Keras does, and in training only`, () => {
    const layer = make();
    const y = layer.apply(images, { training: true }) as tf.Tensor;
    const found = [
      y.mul(wave(Math.cos)),
      y.mul(wave((i) => Math.sin(2 * i + 1))),
      y.square(),
    ].map((part) => part.sum().dataSync()[0]);
    found.forEach((sum, part) =>
      assertAlmostEquals(sum, sums[part], part === 2 ? 10 : 0.1)
    );
    assertCloseTensor(layer.apply(images) as tf.Tensor, images, 0);
  });
}

Deno.test("randomContrast() keeps each image's mean, and changes the distance to it", () => {
  const layer = layers.randomContrast({ factor: 0.5 });
  const x = tf.ones([64, 2, 2, 1]).mul(100)
    .add(tf.tensor4d([-10, 10, -20, 20], [1, 2, 2, 1]));
  const y = layer.apply(x, { training: true }) as tf.Tensor;
  const factors = y.sub(100).div(x.sub(100)).squeeze([3]);
  const own = factors.mean([1, 2]);
  assertCloseTensor(factors, own.reshape([64, 1, 1]).tile([1, 2, 2]), 1e-4);
  const [least, most] = [own.min(), own.max()].map((one) => one.dataSync()[0]);
  assertEquals(least >= 0.5 && least < 0.7, true);
  assertEquals(most <= 1.5 && most > 1.3, true);
});

Deno.test("random layers change each image by itself, also with channels first", () => {
  const same = tf.ones([64, 3, 4, 4]).mul(tf.range(0, 4));
  const layer = layers.randomFlip({
    mode: "horizontal",
    dataFormat: "channelsFirst",
  });
  const y = layer.apply(same, { training: true }) as tf.Tensor;
  const left = new Set(y.slice([0, 0, 0, 0], [64, 3, 4, 1]).dataSync());
  assertEquals([...left].toSorted(), [0, 3]);
  assertCloseTensor(y.sum([3]), same.sum([3]), 0);
  assertThrows(
    () => layers.randomZoom({ name: "zoom", heightFactor: 2 }),
    RangeError,
    'Cannot make layer "zoom": heightFactor must be from -1 to 1: current value is 2',
  );
});
