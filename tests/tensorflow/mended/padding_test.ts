import { assertEquals } from "@std/assert";
import { compile, init, tf } from "../../../lib/tensorflow/mod.ts";

await init();

type Op = (x: tf.Tensor) => tf.Tensor;

/** Asserts values and shape, op by op and recorded. */
function assertResult(op: Op, x: tf.Tensor, shape: number[], want: number[]) {
  using recorded = compile(op);
  for (const y of [op(x), recorded(x)]) {
    assertEquals(y.shape, shape);
    assertEquals([...y.dataSync()], want);
  }
}

const row = () => tf.tensor4d([1, 2, 3, 4, 5], [1, 1, 5, 1]);
const sequence = () => tf.tensor2d([1, 2, 3, 4, 5], [5, 1]);
const as4d = (x: tf.Tensor) => x as tf.Tensor4D;

Deno.test("padding by a number measures each axis by its own filter and stride", () => {
  tf.tidy(() => {
    const filter = tf.ones([1, 3, 1, 1]) as tf.Tensor4D;
    const ops: [Op, number[]][] = [
      [(x) => tf.conv2d(as4d(x), filter, [1, 2], 0), [6, 12]],
      [(x) => tf.depthwiseConv2d(as4d(x), filter, [1, 2], 0), [6, 12]],
      [(x) => tf.maxPool(as4d(x), [1, 3], [1, 2], 0), [3, 5]],
      [(x) => tf.avgPool(as4d(x), [1, 3], [1, 2], 0), [2, 4]],
    ];
    for (const [op, want] of ops) assertResult(op, row(), [1, 1, 2, 1], want);
    assertResult(
      (x) => tf.maxPool(as4d(x), [3, 2], [1, 2], 1),
      row(),
      [1, 1, 3, 1],
      [1, 3, 5],
    );
  });
});

Deno.test("tf.conv1d() pads a sequence at its ends alone", () => {
  tf.tidy(() => {
    const filter = tf.ones([3, 1, 1]) as tf.Tensor3D;
    const conv = (pad: number, stride: number): Op => (x) =>
      tf.conv1d(x as tf.Tensor2D, filter, stride, pad);
    assertResult(conv(0, 2), sequence(), [2, 1], [6, 12]);
    assertResult(conv(1, 1), sequence(), [5, 1], [3, 6, 9, 12, 9]);
    assertResult(conv(2, 2), sequence(), [4, 1], [1, 6, 12, 5]);
    const dx = tf.grad((x: tf.Tensor) => conv(1, 2)(x))(sequence());
    assertEquals([...dx.dataSync()], [1, 2, 1, 2, 1]);
  });
});

Deno.test("tf.conv1d() rounds the size of its output up when asked to", () => {
  tf.tidy(() => {
    const x = tf.tensor2d([2, 3, 4], [3, 1]);
    const filter = tf.tensor3d([4, 5], [2, 1, 1]);
    assertResult(
      (x) => tf.conv1d(x as tf.Tensor2D, filter, 2, 0, "NWC", 1, "ceil"),
      x,
      [2, 1],
      [23, 16],
    );
  });
});
