import { assertEquals } from "@std/assert";
import { compile, init, tf } from "../../../lib/tensorflow/mod.ts";

await init();

Deno.test("rotateWithOffset() picks the pixels that the cpu backend picks, recorded too", async () => {
  const cases: [
    radians: number,
    fill: number | [number, number, number],
    center: number | [number, number],
  ][] = [
    [0.5, 0, 0.5],
    [Math.PI / 2, 7, [0.25, 0.75]],
    [-2, [1, 2, 3], 0],
    [NaN, 3, 0.5],
  ];
  for (const channels of [1, 4]) {
    for (const [radians, fill, center] of cases) {
      if (channels === 1 && Array.isArray(fill)) continue;
      const rotate = () =>
        tf.image.rotateWithOffset(
          tf.range(0, 2 * 5 * 4 * channels).reshape([
            2,
            5,
            4,
            channels,
          ]) as tf.Tensor4D,
          radians,
          fill,
          center,
        );
      const values = () => tf.tidy(() => rotate().arraySync());
      const actual = values();
      using recorded = compile(rotate);
      const recordedValues = tf.tidy(() => recorded().arraySync());
      await tf.setBackend("cpu");
      const expected = values();
      await tf.setBackend("tensorflow");
      assertEquals(actual, expected);
      assertEquals(recordedValues, expected);
    }
  }
});
