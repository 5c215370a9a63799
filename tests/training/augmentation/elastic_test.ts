import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { init, setRandomSeed, tf } from "../../../lib/tensorflow/mod.ts";
import {
  elasticDisplacement,
  type ElasticOptions,
} from "../../../lib/training/augmentation/elastic.ts";

await init();

/** Root mean square of the difference between horizontal neighbours, in pixels. */
function roughness(options: ElasticOptions): number {
  setRandomSeed(1);
  return tf.tidy(() => {
    const { x } = elasticDisplacement(100, 28, 28, options);
    const field = x.reshape([100, 28, 28]) as tf.Tensor3D;
    const next = field.slice([0, 0, 1], [100, 28, 27]);
    const before = field.slice([0, 0, 0], [100, 28, 27]);
    return next.sub(before).square().mean().sqrt().dataSync()[0];
  });
}

Deno.test("elasticDisplacement() has the amplitude at every pixel, corners included", () => {
  setRandomSeed(1);
  const rms = tf.tidy(() => {
    const { x, y } = elasticDisplacement(200, 28, 28, { amplitude: 1.4 });
    assertEquals([x.shape, y.shape], [[200, 784], [200, 784]]);
    return tf.concat([x, y]).square().mean(0).sqrt().dataSync();
  });
  // Known to about 4 % from 400 draws
  rms.forEach((value) => assert(Math.abs(value - 1.4) < 0.28, `${value}`));
});

Deno.test("elasticDisplacement() is as smooth as the Gaussian", () => {
  // Noise smoothed by a Gaussian of 4 pixels: 1.4 · √(2 − 2·e^(−1/64)) = 0.246
  assertAlmostEquals(roughness({ amplitude: 1.4 }), 0.246, 0.02);
  // Of 8 pixels: 1.4 · √(2 − 2·e^(−1/256)) = 0.124
  const smoother = { amplitude: 1.4, smoothness: 8 };
  assertAlmostEquals(roughness(smoother), 0.124, 0.012);
});

Deno.test("elasticDisplacement() moves columns and rows independently", () => {
  setRandomSeed(1);
  const correlation = tf.tidy(() => {
    const { x, y } = elasticDisplacement(400, 28, 28, { amplitude: 1 });
    return x.mul(y).mean().dataSync()[0];
  });
  assertAlmostEquals(correlation, 0, 0.05);
});

Deno.test("elasticDisplacement() with an amplitude of 0 moves nothing", () => {
  const { x, y } = elasticDisplacement(2, 5, 7, { amplitude: 0 });
  for (const each of [x, y]) {
    assert(each.dataSync().every((value) => value === 0));
    each.dispose();
  }
});
