import { assert, assertEquals } from "@std/assert";
import {
  MNIST_FILES,
  MNIST_MIRRORS,
} from "../../../lib/data/mnist/checksums.ts";

Deno.test("MNIST_FILES holds the sizes of 60,000 and 10,000 digits", () => {
  const { trainImages, trainLabels, testImages, testLabels } = MNIST_FILES;
  assertEquals(trainImages.bytes, 16 + 60_000 * 28 * 28);
  assertEquals(trainLabels.bytes, 8 + 60_000);
  assertEquals(testImages.bytes, 16 + 10_000 * 28 * 28);
  assertEquals(testLabels.bytes, 8 + 10_000);
  for (const { sha256 } of Object.values(MNIST_FILES)) {
    assert(/^[0-9a-f]{64}$/.test(sha256), sha256);
  }
});

Deno.test("MNIST_MIRRORS are folders on https", () => {
  for (const mirror of MNIST_MIRRORS) {
    assert(/^https:\/\/.*\/$/.test(mirror), mirror);
  }
});
