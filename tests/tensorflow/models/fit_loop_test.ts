import { assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";
import {
  modelRecordings,
  recordModel,
  setRandomSeed,
} from "../../../lib/tensorflow/mod.ts";
import { alive, tf } from "../../support/tensorflow.ts";

const l = tf.layers;
const x = tf.randomNormal([36, 6], 0, 1, "float32", 1);
const y = x.sum(1, true).square();

function network(): tf.Sequential {
  const kernelInitializer = tf.initializers.glorotUniform({ seed: 3 });
  const model = tf.sequential({
    layers: [
      l.dense({
        units: 8,
        inputShape: [6],
        activation: "relu",
        kernelInitializer,
      }),
      l.dropout({ rate: 0.3 }),
      l.dense({ units: 1, kernelInitializer }),
    ],
  });
  model.compile({
    optimizer: tf.train.adam(0.01),
    loss: "meanSquaredError",
    metrics: ["mae"],
  });
  return model;
}

/** What a callback hears. */
type Event = [name: string, index?: number, logs?: Record<string, number>];

/** Notes all calls, and does more at the end of a batch. */
class Listener extends tf.CustomCallback {
  readonly events: Event[];

  constructor(onBatch?: (batch: number) => unknown) {
    const events: Event[] = [];
    const note = (name: string) => (index?: number, logs?: tf.Logs): void => {
      events.push([name, index, { ...logs as Record<string, number> }]);
    };
    const end = note("batch end");
    super({
      onTrainBegin: () => note("train begin")(),
      onTrainEnd: () => note("train end")(),
      onEpochBegin: note("epoch begin"),
      onEpochEnd: note("epoch end"),
      onBatchBegin: note("batch begin"),
      onBatchEnd: async (batch, logs) => {
        end(batch, logs);
        await onBatch?.(batch);
      },
    });
    this.events = events;
  }
}

/** Trains with recorded steps and op by op, and compares all that is heard. */
async function assertSameEvents(
  onBatch?: (model: tf.Sequential, batch: number) => unknown,
  options: tf.ModelFitArgs = {},
): Promise<void> {
  const heard: Event[][] = [];
  for (const recorded of [false, true]) {
    setRandomSeed(5);
    const model = network();
    recordModel(model, recorded);
    const listener = new Listener((batch) => onBatch?.(model, batch));
    await model.fit(x, y, {
      batchSize: 8,
      epochs: 3,
      verbose: 0,
      callbacks: [listener],
      ...options,
    });
    const kernel = model.getWeights()[0].dataSync();
    const entries = Array.from(kernel, (value, i) => [i, value]);
    heard.push([
      ...listener.events,
      ["weights", undefined, Object.fromEntries(entries)],
    ]);
    assertEquals(modelRecordings(model).train.length > 0, recorded);
    model.dispose();
  }
  const [plain, recorded] = heard;
  const calls = (events: Event[]) =>
    events.map(([name, index]) => [name, index]);
  assertEquals(calls(recorded), calls(plain));
  plain.forEach(([, , logs], i) => {
    const other = recorded[i][2];
    assertEquals(Object.keys(other ?? {}), Object.keys(logs ?? {}));
    for (const [key, value] of Object.entries(logs ?? {})) {
      assertAlmostEquals(other![key], value, 1e-4 * Math.max(1, value));
    }
  });
}

Deno.test("fit() begins steps ahead: callbacks hear the same, with validation and dropout", () =>
  assertSameEvents(undefined, { validationSplit: 0.25 }));

Deno.test("fit() begins steps ahead: what a callback changes counts at the next step", () =>
  assertSameEvents((model, batch) => {
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
  assertSameEvents(async (model, batch) => {
    if (batch % 2 === 1) await model.trainOnBatch(x, y);
    else tf.dispose(model.evaluate(x, y, { verbose: 0 }));
  }));

Deno.test("fit() begins steps ahead: training stops within an epoch", () =>
  assertSameEvents((model, batch) => {
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
