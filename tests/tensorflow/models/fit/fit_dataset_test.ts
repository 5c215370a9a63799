import { assert, assertEquals, assertRejects } from "@std/assert";
import { recordModel } from "../../../../lib/tensorflow/mod.ts";
import { alive, tf } from "../../../support/tensorflow.ts";
import { warnings } from "../warnings.ts";
import { assertSameEvents, Listener, network, x, y } from "./events.ts";

type Batch = { xs: tf.Tensor; ys: tf.Tensor };
type Options = Partial<tf.ModelFitDatasetArgs<tf.TensorContainer>>;

/** Four batches of 8 and one of 4; `onBatch` is called before each. */
function batches(
  onBatch: (index: number) => void = () => {},
): tf.data.Dataset<Batch> {
  return tf.data.generator(function* () {
    for (let start = 0; start < 36; start += 8) {
      onBatch(start / 8);
      const size = Math.min(8, 36 - start);
      yield { xs: x.slice(start, size), ys: y.slice(start, size) };
    }
  } as never) as never;
}

const fit =
  (dataset: () => tf.data.Dataset<Batch>, options: Options = {}) =>
  (model: tf.Sequential, callbacks: tf.CustomCallback[]) =>
    model.fitDataset(dataset(), {
      epochs: 3,
      verbose: 0,
      callbacks,
      ...options,
    });

const alternatives: Record<string, [() => tf.data.Dataset<Batch>, Options]> = {
  "with a short last batch": [batches, {}],
  "with validation on arrays": [batches, { validationData: [x, y] }],
  "so many batches an epoch, with validation on a data set": [
    () => batches().repeat(),
    {
      batchesPerEpoch: 3,
      validationData: batches() as never,
      validationBatches: 2,
    },
  ],
  "noise for each batch beside dropout": [
    () =>
      batches().map(({ xs, ys }: Batch) => ({
        xs: xs.add(tf.randomNormal(xs.shape)),
        ys,
      })) as tf.data.Dataset<Batch>,
    {},
  ],
  "class weights": [
    () =>
      batches().map(({ xs, ys }: Batch) => ({
        xs,
        ys: ys.greater(4),
      })) as tf.data.Dataset<Batch>,
    { classWeight: { 0: 1, 1: 3 } },
  ],
};
for (const [name, [dataset, options]] of Object.entries(alternatives)) {
  Deno.test(`fitDataset() begins steps ahead: callbacks hear the same: ${name}`, () =>
    assertSameEvents(fit(dataset, options)));
}

Deno.test("fitDataset() begins steps ahead: what a callback changes counts at the next step", () =>
  assertSameEvents(fit(batches), (model, batch) => {
    const optimizer = model.optimizer as unknown as { learningRate: number };
    if (batch === 1) optimizer.learningRate *= 0.5;
  }));

Deno.test("fitDataset() begins steps ahead: training stops within an epoch", () =>
  assertSameEvents(
    fit(batches, { validationData: [x, y] }),
    (model, batch) => {
      model.stopTraining = batch === 2;
    },
  ));

Deno.test("fitDataset() reads batches while the callbacks of those before run", async () => {
  const model = network();
  const events: string[] = [];
  const callbacks = new tf.CustomCallback({
    onBatchEnd: (batch) => void events.push(`trained ${batch}`),
  });
  const dataset = batches((index) => events.push(`read ${index}`));
  await model.fitDataset(dataset, { epochs: 2, verbose: 0, callbacks });
  assert(events.lastIndexOf("read 2") < events.lastIndexOf("trained 1"));
  model.dispose();
});

Deno.test("fitDataset() throws an error of the data set after the steps before it", async () => {
  for (const isRecorded of [false, true]) {
    const model = network();
    recordModel(model, isRecorded);
    let epoch = -1;
    const dataset = batches((index) => {
      if (index === 0) epoch++;
      if (epoch === 1 && index === 2) throw new Error("no such file");
    });
    const listener = new Listener();
    const options = { epochs: 3, verbose: 0, callbacks: [listener] };
    // TensorFlow.js reads a data set twice before the first epoch
    await assertRejects(
      () => model.fitDataset(dataset, options),
      Error,
      "no such file",
    );
    const ends = listener.events.filter(([name]) => name === "batch end");
    assertEquals(ends.length, 5 + 2);
    await model.fitDataset(batches(), { epochs: 1, verbose: 0 });
    model.dispose();
  }
});

Deno.test("fitDataset() says in one line that there are too few batches", async () => {
  const model = network();
  const lines = await warnings(() =>
    model.fitDataset(batches(), { epochs: 2, batchesPerEpoch: 4, verbose: 0 })
  );
  assertEquals(lines.length, 1);
  assert(/must have .* 8: it ended after 1 of 4/.test(lines[0]), lines[0]);
  model.dispose();
});

Deno.test("fitDataset() begins steps ahead: many epochs leave memory as it is", async () => {
  const model = network();
  await model.fitDataset(batches(), { epochs: 2, verbose: 0 });
  const before = alive();
  await model.fitDataset(batches(), { epochs: 10, verbose: 0 });
  await model.fitDataset(batches().repeat(), {
    epochs: 3,
    batchesPerEpoch: 4,
    verbose: 0,
  });
  const callbacks = new Listener((batch) => {
    model.stopTraining = batch === 1;
  });
  await model.fitDataset(batches(), { epochs: 2, verbose: 0, callbacks });
  assertEquals(alive(), before);
  model.dispose();
});
