import { assertEquals } from "@std/assert";
import { init, setRandomSeed, tf } from "../../../lib/tensorflow/mod.ts";

/** Runs a test with a fixed seed and asserts that it leaks no tensor. */
export async function withEngine(fn: () => void): Promise<void> {
  await init();
  setRandomSeed(7);
  const before = tf.memory().numTensors;
  tf.tidy(fn);
  assertEquals(tf.memory().numTensors, before);
}
