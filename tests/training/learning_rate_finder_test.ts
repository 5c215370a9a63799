import { assert, assertEquals, assertRejects } from "@std/assert";
import { createNetwork } from "../../lib/model/network.ts";
import { init, tf } from "../../lib/tensorflow/mod.ts";
import { findLearningRate } from "../../lib/training/learning_rate_finder.ts";
import { dataset, recipe } from "./checkpoints/fixtures.ts";

await init();

Deno.test("findLearningRate() ends when the loss explodes, and restores the weights", async () => {
  const model = createNetwork(recipe.network);
  const weights = () => model.getWeights().map((w) => w.dataSync().slice());
  const before = weights();
  const tensors = tf.memory().numTensors;
  const search = () =>
    findLearningRate(model, dataset, recipe, { to: 1e4, steps: 150 });
  const { rates, losses, chosen } = await search();
  assertEquals(weights(), before);
  assertEquals(tf.memory().numTensors, tensors);
  assertEquals(rates[0], 1e-5);
  assertEquals(losses.length, rates.length);
  assert(rates.length < 150, "it went on after the explosion");
  const growth = rates[1] / rates[0];
  assert(
    rates.every((rate, i) =>
      i === 0 || Math.abs(rate / rates[i - 1] / growth - 1) < 1e-9
    ),
  );
  const lowest = Math.min(...losses);
  assert(lowest < losses[0], "no rate made the loss fall");
  assertEquals(chosen, rates[losses.indexOf(lowest)] / 10);
  // The same seed draws the same masks and images
  assertEquals(await search(), { rates, losses, chosen });
  model.dispose();
});

Deno.test("findLearningRate() takes the given number of steps", async () => {
  const model = createNetwork(recipe.network);
  const options = { from: 1e-4, to: 1e-3, steps: 12 };
  const { rates } = await findLearningRate(model, dataset, recipe, options);
  assertEquals(rates.length, 12);
  assert(Math.abs(rates[11] - 1e-3) < 1e-12);
  const large = { ...recipe, batchSize: 64 }; // More than there are images
  assertEquals(
    (await findLearningRate(model, dataset, large, options)).rates.length,
    12,
  );
  model.dispose();
});

Deno.test("findLearningRate() needs rates that grow", async () => {
  const model = createNetwork(recipe.network);
  for (
    const [options, message] of [
      [{ from: 0 }, "rates must grow from above 0: current values are 0 to 1"],
      [{ from: 2 }, "rates must grow from above 0: current values are 2 to 1"],
      [{ steps: 1 }, "steps must be a whole number of at least 2"],
    ] as const
  ) {
    await assertRejects(
      () => findLearningRate(model, dataset, recipe, options),
      RangeError,
      message,
    );
  }
  model.dispose();
});
