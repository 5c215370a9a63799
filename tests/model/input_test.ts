import { assertAlmostEquals, assertEquals } from "@std/assert";
import { createDigits, PIXELS } from "../../lib/data/digits.ts";
import { gatherBatch, toDevice } from "../../lib/model/input.ts";
import { init, tf } from "../../lib/tensorflow/mod.ts";

await init();

/** Three images, each of one grey level, labelled 7, 8 and 9. */
const digits = createDigits(
  Uint8Array.from(
    { length: 3 * PIXELS },
    (_, i) => 100 * Math.floor(i / PIXELS),
  ),
  Uint8Array.of(7, 8, 9),
);

Deno.test("toDevice() copies a byte a pixel, and frees it", () => {
  const before = tf.memory().numTensors;
  const device = toDevice(digits);
  assertEquals(device.host, digits);
  assertEquals(device.images.shape, [3, 28, 28, 1]);
  assertEquals([...device.labels.dataSync()], [7, 8, 9]);
  device.dispose();
  assertEquals(tf.memory().numTensors, before);
});

Deno.test("gatherBatch() takes images and labels at the indices, and normalizes", () => {
  const device = toDevice(digits);
  const normalization = { mean: 0.5, standardDeviation: 0.25 };
  const { images, labels } = tf.tidy(() =>
    gatherBatch(device, tf.tensor1d([2, 0], "int32"), normalization)
  );
  assertEquals(images.shape, [2, 28, 28, 1]);
  assertEquals([...labels.dataSync()], [9, 7]);
  const values = images.dataSync();
  assertAlmostEquals(values[0], (200 / 255 - 0.5) / 0.25, 1e-5);
  assertAlmostEquals(values[PIXELS], -2, 1e-6);
  tf.dispose([images, labels]);
  device.dispose();
});

Deno.test("gatherBatch() transforms the images while the background is 0", () => {
  const device = toDevice(digits);
  const values = tf.tidy(() =>
    gatherBatch(
      device,
      tf.tensor1d([0, 1], "int32"),
      { mean: 0.5, standardDeviation: 1 / 255 },
      (raw) => raw.mul(2),
    ).images.dataSync()
  );
  assertAlmostEquals(values[0], -127.5, 1e-4);
  assertAlmostEquals(values[PIXELS], 200 - 127.5, 1e-4);
  device.dispose();
});
