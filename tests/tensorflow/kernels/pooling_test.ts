import { assertAlmostEquals, assertEquals } from "@std/assert";
import { tf } from "../../../lib/tensorflow/mod.ts";
import { assertFiniteDifferences } from "../ops/gradients.ts";
import { assertAgrees, numbers } from "./oracle.ts";

type Padding = tf.backend_util.ExplicitPadding;

const uneven: Padding = [[0, 0], [1, 0], [0, 2], [0, 0]];

const image = (shape: tf.ShapeMap["R4"]) => numbers<tf.Rank.R4>(shape);

Deno.test("maxPool() supports any padding", async () => {
  await assertAgrees(() => tf.maxPool(image([2, 5, 6, 3]), 3, 2, uneven));
  await assertAgrees(() => tf.maxPool(image([2, 5, 6, 3]), 3, 1, 1));
});

Deno.test("maxPool() rounds the output's size by dimRoundingMode", async () => {
  for (const rounding of ["floor", "round", "ceil"] as const) {
    await assertAgrees(() =>
      tf.maxPool(image([1, 6, 6, 2]), 3, 2, 1, rounding)
    );
    await assertAgrees(() =>
      tf.avgPool(image([1, 6, 6, 2]), 3, 2, 1, rounding)
    );
  }
});

Deno.test("pooling without padding rounds its size up, with its gradient", async () => {
  for (const pad of [0, [[0, 0], [0, 0], [0, 0], [0, 0]] as Padding]) {
    for (const pool of [tf.maxPool, tf.avgPool]) {
      const run = (x: tf.Tensor) => pool(x as tf.Tensor4D, 2, 2, pad, "ceil");
      await assertAgrees(() => run(image([1, 5, 5, 2])));
      assertFiniteDifferences(run, [distinct([1, 5, 5, 1])]);
    }
  }
  await assertAgrees(() =>
    tf.maxPool3d(numbers<tf.Rank.R5>([1, 5, 4, 5, 2]), 2, 2, 0, "ceil")
  );
});

/** Values that are far apart: the maximum doesn't move in a small step. */
function distinct(shape: number[]): tf.Tensor {
  const count = tf.util.sizeFromShape(shape);
  return tf.range(0, count).mul(7).mod(count).reshape(shape);
}

Deno.test("avgPool() averages the pixels inside the image", async () => {
  await assertAgrees(() => tf.avgPool(image([2, 5, 6, 3]), 3, 2, uneven));
  await assertAgrees(() => tf.avgPool(image([2, 5, 6, 3]), 3, 1, 1));
});

Deno.test("maxPool3d() and avgPool3d() support any padding", async () => {
  const volume = () => numbers<tf.Rank.R5>([1, 4, 4, 4, 2]);
  await assertAgrees(() => tf.maxPool3d(volume(), 3, 2, 1, "floor"));
  await assertAgrees(() => tf.avgPool3d(volume(), 3, 2, 1, "floor"));
});

Deno.test("maxPool() with padding has the oracle's gradient", async () => {
  await assertAgrees(() =>
    tf.grad((x) => tf.maxPool(x as tf.Tensor4D, 3, 2, 1, "floor"))(
      numbers([1, 5, 5, 2]),
    )
  );
});

Deno.test("the gradient of avgPool() with padding is its adjoint", () => {
  // For a linear map A: ⟨dy, A·x⟩ = ⟨Aᵀ·dy, x⟩
  const dot = (a: tf.Tensor, b: tf.Tensor) => a.mul(b).sum().arraySync();
  tf.tidy(() => {
    const pool = (x: tf.Tensor) => tf.avgPool(x as tf.Tensor4D, 3, 2, uneven);
    const x = numbers([1, 5, 5, 2]);
    const y = pool(x);
    const dy = numbers(y.shape).square();
    const dx = tf.grad(pool)(x, dy);
    assertEquals(dx.shape, x.shape);
    assertAlmostEquals(
      dot(dx, x) as number,
      dot(dy, y) as number,
      1e-3,
    );
  });
});

Deno.test("avgPool3d() returns an empty tensor if the window is larger than the image", async () => {
  await assertAgrees(() => {
    const x = tf.ones<tf.Rank.R5>([1, 1, 1, 1, 1]);
    return tf.avgPool3d(x, [1, 1, 3], 1, "valid");
  });
});

Deno.test("maxPoolWithArgmax() returns the positions of the maxima", async () => {
  for (const pad of ["valid", "same"] as const) {
    await assertAgrees(() => {
      const x = tf.range(0, 100).mul(37).mod(101).reshape([2, 5, 5, 2]);
      const { result, indexes } = tf.maxPoolWithArgmax(
        x as tf.Tensor4D,
        2,
        2,
        pad,
      );
      return [result, indexes];
    });
  }
});

Deno.test("a pooling window larger than the input takes no memory for what is outside", () => {
  const x = image([1, 3, 5, 1]);
  const run = (window: number, pad: "same" | number) => {
    const max = (x: tf.Tensor4D) => tf.maxPool(x, window, 1, pad);
    const average = (x: tf.Tensor4D) => tf.avgPool(x, window, 1, pad);
    return tf.tidy(() =>
      [max, average].map((pool) => [
        pool(x).arraySync(),
        tf.grad((x) => pool(x as tf.Tensor4D).sum())(x).arraySync(),
      ])
    );
  };
  // Each window covers the whole input
  assertEquals(run(2 ** 30 + 1, "same"), run(11, "same"));
  assertEquals(run(2 ** 30 + 1, 2 ** 29), run(11, 5));
  x.dispose();
});

Deno.test("the gradient of pooling no images has the images' shape", async () => {
  for (const pool of [tf.maxPool, tf.avgPool]) {
    await assertAgrees(() =>
      tf.grad((x) => pool(x as tf.Tensor4D, 2, 2, "same"))(
        tf.zeros([0, 4, 4, 2]),
      )
    );
  }
});
