import { assertEquals, assertThrows } from "@std/assert";
import { assertCloseTensor, tf } from "../../../../support/tensorflow.ts";

const { layers } = tf;
const size = (height: number, width: number, seed?: number) =>
  layers.randomCrop({ height, width, seed });

Deno.test("randomCrop() cuts another part at each call in training, the same of all images", () => {
  const rows = tf.range(0, 60).reshape([1, 6, 10, 1]).tile([2, 1, 1, 1]);
  const layer = size(3, 4, 1);
  const corners = Array.from({ length: 40 }, () => {
    const y = layer.apply(rows, { training: true }) as tf.Tensor4D;
    const [first, second] = y.unstack() as tf.Tensor3D[];
    assertCloseTensor(first, second, 0);
    const [corner] = first.dataSync();
    const part = tf.range(0, 3).mul(10).expandDims(1).add(tf.range(0, 4));
    assertCloseTensor(first, part.add(corner).expandDims(2), 0);
    return corner;
  });
  const [down, right] = [
    corners.map((i) => Math.floor(i / 10)),
    corners.map((i) => i % 10),
  ];
  assertEquals([...new Set(down)].toSorted(), [0, 1, 2, 3]);
  assertEquals([...new Set(right)].toSorted(), [0, 1, 2, 3, 4, 5, 6]);
});

Deno.test("randomCrop() resizes the middle of small images as Keras does, and of all out of training", () => {
  const x = tf.range(0, 24).cos().reshape([1, 4, 6, 1]);
  const y = size(5, 3).apply(x, { training: true }) as tf.Tensor;
  // Keras's
  const top = [-0.41615, -0.98999, -0.65364, -0.22669, -0.93479, -0.78344];
  assertCloseTensor(
    y.flatten().slice(0, 6),
    tf.tensor1d(top),
    1e-4,
  );
  const still = size(2, 2).apply(x) as tf.Tensor;
  const middle = x.slice([0, 0, 1, 0], [1, 4, 4, 1]) as tf.Tensor4D;
  assertCloseTensor(
    still,
    tf.image.resizeBilinear(middle, [2, 2], false, true),
    0,
  );
  assertThrows(() => size(0, 2), RangeError, "height must be a whole number");
});
