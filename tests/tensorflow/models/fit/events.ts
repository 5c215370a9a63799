import { assertAlmostEquals, assertEquals } from "@std/assert";
import {
  modelRecordings,
  recordModel,
  setRandomSeed,
} from "../../../../lib/tensorflow/mod.ts";
import { tf } from "../../../support/tensorflow.ts";

const l = tf.layers;

/** [36, 6] */
export const x = tf.randomNormal([36, 6], 0, 1, "float32", 1);
/** [36, 1] */
export const y = x.sum(1, true).square();

/** Two dense layers with dropout between. */
export function network(): tf.Sequential {
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
export class Listener extends tf.CustomCallback {
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
export async function assertSameEvents(
  train: (model: tf.Sequential, callbacks: tf.CustomCallback[]) => unknown,
  onBatch?: (model: tf.Sequential, batch: number) => unknown,
): Promise<void> {
  const heard: Event[][] = [];
  for (const recorded of [false, true]) {
    setRandomSeed(5);
    const model = network();
    recordModel(model, recorded);
    const listener = new Listener((batch) => onBatch?.(model, batch));
    await train(model, [listener]);
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
