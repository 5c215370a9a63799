import { assertEquals, assertRejects } from "@std/assert";
import { alive, tf } from "../../../support/tensorflow.ts";
import { assertSameEvents, Listener, network, x, y } from "./events.ts";

const fit =
  (options: tf.ModelFitArgs = {}) =>
  (model: tf.Sequential, callbacks: tf.CustomCallback[]) =>
    model.fit(x, y, {
      batchSize: 8,
      epochs: 3,
      verbose: 0,
      callbacks,
      ...options,
    });

Deno.test("fit() begins steps ahead: callbacks hear the same, with validation and dropout", () =>
  assertSameEvents(fit({ validationSplit: 0.25 })));

Deno.test("fit() begins steps ahead: what a callback changes counts at the next step", () =>
  assertSameEvents(fit(), (model, batch) => {
    const dropout = model.layers[1] as unknown as { rate: number };
    const optimizer = model.optimizer as unknown as { learningRate: number };
    if (batch === 1) optimizer.learningRate *= 0.5;
    if (batch === 2) dropout.rate = 0.6 - dropout.rate;
    if (batch === 3) {
      const [kernel, ...others] = model.getWeights();
      model.setWeights([kernel.mul(0.5), ...others]);
    }
  }));

Deno.test("fit() begins steps ahead: a callback trains and evaluates, too", () =>
  assertSameEvents(fit(), async (model, batch) => {
    if (batch % 2 === 1) await model.trainOnBatch(x, y);
    else tf.dispose(model.evaluate(x, y, { verbose: 0 }));
  }));

Deno.test("fit() begins steps ahead: training stops within an epoch", () =>
  assertSameEvents(fit(), (model, batch) => {
    model.stopTraining = batch === 2;
  }));

Deno.test("fit() begins steps ahead: an error of a callback leaves nothing pending", async () => {
  const model = network();
  const options = { batchSize: 8, epochs: 2, verbose: 0 } as const;
  await model.fit(x, y, options);
  const before = model.getWeights()[0].dataSync();
  const callbacks = new Listener((batch) => {
    if (batch === 1) throw new Error("enough");
  });
  await assertRejects(
    () => model.fit(x, y, { ...options, callbacks }),
    Error,
    "enough",
  );
  assertEquals(model.getWeights()[0].dataSync().length, before.length);
  await model.fit(x, y, options);
  await assertRejects(() => model.fit(x.slice(0, 3), y, options), Error);
  model.dispose();
});

Deno.test("fit() begins steps ahead: many epochs leave memory as it is", async () => {
  const model = network();
  const options = { batchSize: 4, verbose: 0 } as const;
  await model.fit(x, y, { ...options, epochs: 2 });
  const before = alive();
  await model.fit(x, y, { ...options, epochs: 20 });
  assertEquals(alive(), before);
  model.dispose();
});
