import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { recordModel } from "../../../../lib/tensorflow/mod.ts";
import { tf } from "../../../support/tensorflow.ts";
import { warnings } from "../warnings.ts";

/** 0 to 9 */
const x = tf.range(0, 10).expandDims(1);
const zero = tf.zerosLike(x);

type Options = Record<string, unknown>;

/** The model returns its input and learns nothing: a loss tells the batch. */
function identity(isRecorded: boolean): tf.Sequential {
  const model = tf.sequential({
    layers: [
      tf.layers.dense({
        units: 1,
        inputShape: [1],
        useBias: false,
        kernelInitializer: "ones",
      }),
    ],
  });
  model.compile({ optimizer: tf.train.sgd(0), loss: "meanSquaredError" });
  recordModel(model, isRecorded);
  return model;
}

/** Mean squares of 0, 1; of 2, 3; … */
const losses = [0.5, 6.5, 20.5, 42.5, 72.5];
const inPairs = { batchSize: 2, shuffle: false, verbose: 0 };

interface Found {
  /** The number of each batch, by epoch. */
  readonly batches: number[][];
  readonly validation: unknown[];
}

/** What a model learns from and is validated on. */
async function found(
  isRecorded: boolean,
  fit: (model: tf.Sequential, options: Options) => Promise<tf.History>,
): Promise<Found> {
  const batches: number[][] = [];
  const model = identity(isRecorded);
  const callbacks = {
    onEpochBegin: () => void batches.push([]),
    onBatchEnd: (_: number, logs: Options) =>
      void batches.at(-1)!.push(losses.indexOf(logs.loss as number)),
  };
  const { history } = await fit(model, { ...inPairs, callbacks });
  model.dispose();
  return { batches, validation: history.val_loss ?? [] };
}

const fit = (more: Options) => (model: tf.Sequential, options: Options) =>
  model.fit(x, zero, { ...options, ...more });

for (const isRecorded of [true, false]) {
  const how = isRecorded ? "recorded" : "op by op";

  Deno.test(`fit() with stepsPerEpoch goes on in the data at each epoch, as in Keras, ${how}`, async () => {
    const lines = await warnings(async () => {
      const short = await found(
        isRecorded,
        fit({ epochs: 4, stepsPerEpoch: 2 }),
      );
      assertEquals(short.batches, [[0, 1], [2, 3], [4], [0, 1]]);
    });
    assertEquals(lines, [
      "fit(): the examples must be enough for stepsPerEpoch × epochs batches: they ended after 1 of 2 batches of an epoch, which ends there; the next one starts anew",
    ]);
    const shuffled = await found(
      isRecorded,
      fit({ epochs: 2, stepsPerEpoch: 1, batchSize: 5, shuffle: true }),
    );
    assertEquals(shuffled.batches.map(({ length }) => length), [1, 1]);
  });

  Deno.test(`fit() validates as validationSteps, validationBatchSize and validationFreq say, ${how}`, async () => {
    const validationData = [x, zero];
    const some = await found(
      isRecorded,
      fit({ epochs: 2, validationData, validationSteps: 2 }),
    );
    assertEquals(some.validation, [3.5, 3.5]);
    const larger = { validationBatchSize: 4, validationSteps: 1 };
    const second = await found(
      isRecorded,
      fit({ epochs: 3, validationData, validationFreq: 2, ...larger }),
    );
    assertEquals(second.validation, [3.5]);
    const listed = await found(
      isRecorded,
      fit({ epochs: 3, validationSplit: 0.2, validationFreq: [1, 3] }),
    );
    assertEquals(listed.validation, [72.5, 72.5]);
  });

  Deno.test(`fitDataset() validates as validationBatches and validationFreq say, ${how}`, async () => {
    const dataset = tf.data.array([...x.dataSync()].map((value) => ({
      xs: [value],
      ys: [0],
    }))).batch(2);
    const { batches, validation } = await found(
      isRecorded,
      (model, { callbacks }) =>
        model.fitDataset(dataset as never, {
          epochs: 3,
          verbose: 0,
          callbacks,
          validationData: [x, zero],
          validationBatches: 1,
          validationBatchSize: 4,
          validationFreq: 2,
        } as tf.ModelFitDatasetArgs<never>),
    );
    assertEquals(batches, Array(3).fill([0, 1, 2, 3, 4]));
    assertEquals(validation, [3.5]);
  });
}

Deno.test("evaluate() takes steps", () => {
  const model = identity(false);
  const options = { batchSize: 2, steps: 2 };
  const loss = model.evaluate(x, zero, options) as tf.Scalar;
  assertEquals(loss.dataSync()[0], 3.5);
});

Deno.test("options that a method has by another name, or not at all, are refused or told", async () => {
  const model = identity(false);
  const refused: [options: Options, message: string][] = [
    [
      { batchesPerEpoch: 1 },
      'current one is "batchesPerEpoch"; use stepsPerEpoch',
    ],
    [
      { stepsPerEpoch: 1.5 },
      "Cannot call fit(): stepsPerEpoch must be a whole number from 1 on: current value is 1.5",
    ],
    [
      { validationSplit: 20 },
      "Cannot call fit(): validationSplit must be a number from 0 to less than 1: current value is 20",
    ],
    [
      { validationSteps: 2 },
      "Cannot call fit(): validationSteps must come with validationData or validationSplit: there is neither",
    ],
  ];
  for (const [options, message] of refused) {
    await assertRejects(
      () => model.fit(x, zero, options as never),
      RangeError,
      message,
    );
  }
  await assertRejects(
    () => model.fitDataset(null as never, { stepsPerEpoch: 3 } as never),
    RangeError,
    "use batchesPerEpoch",
  );
  const lines = await warnings(async () => {
    for (let i = 0; i < 2; i++) {
      await model.fit(x, zero, { batch_size: 2, verbose: 0 } as never);
    }
  });
  assertEquals(lines.length, 1);
  assertEquals(
    lines[0].split(";")[0],
    'fit(): option "batch_size" does nothing',
  );
  assertThrows(
    () =>
      model.compile({ optimizer: "sgd", weightedMetrics: ["mse"] } as never),
    RangeError,
    "use metrics, which are not weighted",
  );
});
