import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertNotEquals,
  assertRejects,
} from "@std/assert";
import { syntheticDigits } from "../../lib/data/mod.ts";
import { pixelStatistics } from "../../lib/data/statistics.ts";
import { gatherBatch, toDevice } from "../../lib/model/input.ts";
import { createNetwork, defaultNetwork } from "../../lib/model/network.ts";
import { init, tf } from "../../lib/tensorflow/mod.ts";
import { createStrength } from "../../lib/training/augmentation/augment.ts";
import { applyAffine } from "../../lib/training/augmentation/affine.ts";
import {
  gatherSoftTargets,
  softTargetsToDevice,
} from "../../lib/training/device_soft_targets.ts";
import {
  computeSoftTargets,
  generateSoftTargets,
  rowSize,
} from "../../lib/training/soft_targets.ts";

await init();

const digits = syntheticDigits({ count: 260, seed: 3 });
const normalization = pixelStatistics(digits);
const network = createNetwork(
  { ...defaultNetwork, channels: [2, 2, 2, 2, 4] },
  1,
);

const ranges = { rotation: 10, shift: 2 };

Deno.test("computeSoftTargets() joins the versions of generateSoftTargets()", async () => {
  const options = { versions: 2, seed: 1 };
  const { rows, versions, count } = await computeSoftTargets(
    network,
    digits,
    normalization,
    ranges,
    options,
  );
  assertEquals([versions, count], [2, 260]);
  assertEquals(rows, await answersFor([0, 1]));
});

async function answersFor(
  versions: number[],
  seed = 1,
): Promise<Float32Array<ArrayBuffer>> {
  const all: number[] = [];
  const answers = generateSoftTargets(network, digits, normalization, ranges, {
    versions,
    seed,
  });
  for await (const { rows } of answers) all.push(...rows);
  return Float32Array.from(all);
}

Deno.test("generateSoftTargets() stores the answer for each augmented image beside its affine map", async () => {
  const rows = await answersFor([0, 1]);
  assertEquals(rows.length, 2 * 260 * rowSize(10));
  const device = toDevice(digits);
  const targets = softTargetsToDevice({ versions: 2, count: 260, rows });
  tf.tidy(() => {
    const indices = tf.tensor1d([259, 0, 17], "int32");
    for (const version of [0, 1]) {
      const { maps, answers } = gatherSoftTargets(
        targets,
        tf.scalar(version, "int32"),
        indices,
      );
      const { images } = gatherBatch(
        device,
        indices,
        normalization,
        (raw) => applyAffine(raw, maps),
      );
      const expected = network.predict(images) as tf.Tensor;
      const values = expected.dataSync();
      answers.dataSync().forEach((value, i) =>
        assertAlmostEquals(value, values[i], 1e-4)
      );
      assertEquals(answers.shape, [3, 10]);
      const first = maps.arraySync()[1];
      assertEquals(first.every(Number.isFinite), true);
      assertNotEquals(first, [1, 0, 0, 0, 1, 0]);
    }
  });
  device.dispose();
  targets.dispose();
});

Deno.test("generateSoftTargets() augments by the seed and the version's number alone", async () => {
  const both = await answersFor([0, 1]);
  const second = await answersFor([1]);
  assertEquals(second, both.slice(260 * rowSize(10)));
  assertNotEquals(second, both.slice(0, 260 * rowSize(10)));
  assertNotEquals(await answersFor([1], 2), second);
});

Deno.test("generateSoftTargets() scales a version's augmentation by its strength", async () => {
  const answers = generateSoftTargets(network, digits, normalization, ranges, {
    versions: [0, 1],
    seed: 1,
    strengthOf: createStrength({ fade: 0.5 }, 2),
  });
  const shifts: number[] = [];
  for await (const { rows } of answers) {
    const columns = Float32Array.from(
      { length: digits.count },
      (_, image) => Math.abs(rows[image * rowSize(10) + 2]),
    );
    shifts.push(Math.max(...columns));
  }
  assert(shifts[0] > 1);
  assertAlmostEquals(shifts[1], 0, 1e-5);
});

Deno.test("generateSoftTargets() stops when its signal aborts, and leaves no tensor", async () => {
  const before = tf.memory().numTensors;
  const controller = new AbortController();
  const answers = generateSoftTargets(network, digits, normalization, {}, {
    versions: [0],
    seed: 1,
    signal: controller.signal,
    onProgress: () => controller.abort(),
  });
  await assertRejects(() => answers.next(), DOMException);
  assertEquals(tf.memory().numTensors, before);
});
