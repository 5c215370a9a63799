import { assertEquals, assertRejects } from "@std/assert";
import { loadWithin } from "../../../lib/model/files/weight_budget.ts";
import { init, tf } from "../../../lib/tensorflow/mod.ts";

await init();

/** A model of 784 · 10 + 10 weights as TensorFlow.js saves it. */
async function artifacts(): Promise<tf.io.ModelArtifacts> {
  const model = tf.sequential({
    layers: [tf.layers.dense({ inputShape: [784], units: 10 })],
  });
  let saved: tf.io.ModelArtifacts | undefined;
  await model.save(tf.io.withSaveHandler((artifacts) => {
    saved = artifacts;
    return Promise.resolve({
      modelArtifactsInfo: tf.io.getModelArtifactsInfoForJSON(artifacts),
    });
  }));
  model.dispose();
  return saved!;
}

Deno.test("loadWithin() loads a model that needs exactly the budget", async () => {
  const model = await loadWithin(7850, await artifacts());
  assertEquals(model.countParams(), 7850);
  model.dispose();
});

Deno.test("loadWithin() leaves models that others load without a limit", async () => {
  const saved = await artifacts();
  const within = await loadWithin(7850, saved);
  const other = await tf.loadLayersModel(tf.io.fromMemory(saved));
  assertEquals(other.countParams(), 7850);
  within.dispose();
  other.dispose();
});

Deno.test("loadWithin() refuses one weight too many, and frees the others", async () => {
  const saved = await artifacts();
  const before = tf.memory().numTensors;
  await assertRejects(
    () => loadWithin(7849, saved),
    RangeError,
    '"bias" would have shape [10]',
  );
  assertEquals(tf.memory().numTensors, before);
});

Deno.test("loadWithin() keeps the budgets of simultaneous loads apart", async () => {
  const saved = await artifacts();
  const [first, second] = await Promise.allSettled([
    loadWithin(7850, saved),
    loadWithin(7000, saved),
  ]);
  assertEquals([first.status, second.status], ["fulfilled", "rejected"]);
  if (first.status === "fulfilled") first.value.dispose();
});
