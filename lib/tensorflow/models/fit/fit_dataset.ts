import type { tf } from "../../tfjs.ts";
import type { Step } from "../model_function.ts";
import { callbacksOf, type Logs } from "./callbacks.ts";
import {
  DatasetBatches,
  type DatasetIterator,
  type DatasetModel,
} from "./dataset_batches.ts";
import { addUpInJavaScript } from "./epoch_totals.ts";
import { isValidated } from "./fit_arrays.ts";
import type { AddedOptions } from "./options.ts";
import { type Runner, type Training, trainOnBatches } from "./train_batches.ts";

/** What TensorFlow.js takes for a data set. */
export interface Dataset {
  iterator(): Promise<DatasetIterator>;
}

/** The arguments of `fitDataset()` that are used here. */
export interface FitDatasetArguments
  extends Pick<AddedOptions, "validationFreq"> {
  readonly epochs: number;
  readonly initialEpoch?: number;
  readonly batchesPerEpoch?: number;
  readonly classWeight?: unknown;
  readonly validationData?: Dataset | readonly unknown[];
  readonly validationBatches?: number;
  readonly validationBatchSize?: number;
}

/** The members of TensorFlow.js's models that are used here. */
export interface DatasetFittedModel extends DatasetModel {
  readonly history: tf.History & { syncData(): Promise<void> };
  readonly metricsNames: readonly string[];
  stopTraining_: boolean;
  isTraining: boolean;
  getDedupedMetricsNames(): string[];
  evaluate(
    x: unknown,
    y: unknown,
    args: Record<string, unknown>,
  ): tf.Scalar | tf.Scalar[];
}

/**
 * `fitDataset()`: TensorFlow.js's loop over a data set, but with steps begun
 * ahead and batches read meanwhile.
 *
 * @param stock TensorFlow.js's loop.
 * @param step The step op by op.
 * @param run Records it, or doesn't.
 */
export async function fitDataset(
  model: DatasetFittedModel,
  stock: () => Promise<tf.History>,
  { step, run }: { readonly step: Step; readonly run: Runner },
  dataset: Dataset,
  args: FitDatasetArguments,
): Promise<tf.History> {
  const callbacks = callbacksOf(stock);
  if (callbacks instanceof Promise) return callbacks;
  try {
    addUpInJavaScript(callbacks);
    const labels = model.getDedupedMetricsNames();
    const training = { model, step, run, labels, callbacks };
    const { history } = model;
    await callbacks.onTrainBegin();
    model.stopTraining_ = false;
    await trainEpochs(model, training, dataset, args);
    await callbacks.onTrainEnd();
    await history.syncData();
    return history;
  } finally {
    // The stock loop set it, which never ends
    model.isTraining = false;
  }
}

/** Whether TensorFlow.js's own loop would ignore any of the arguments. */
export function datasetNeedsOwnLoop(args: FitDatasetArguments): boolean {
  const { validationData, validationBatches, validationFreq } = args ?? {};
  const isArrays = validationData && !("iterator" in validationData);
  return validationFreq != null || Boolean(isArrays && validationBatches);
}

async function trainEpochs(
  model: DatasetFittedModel,
  training: Training,
  dataset: Dataset,
  args: FitDatasetArguments,
): Promise<void> {
  const { epochs, initialEpoch, batchesPerEpoch, classWeight } = args;
  const read = async () => {
    const iterator = await dataset.iterator();
    const randomAhead = () => training.run.randomAhead;
    return new DatasetBatches(model, iterator, classWeight, randomAhead);
  };
  let batches = await read();
  for (let epoch = initialEpoch ?? 0; epoch < epochs; epoch++) {
    await training.callbacks.onEpochBegin(epoch);
    // TensorFlow.js reads a data set twice before the first epoch, too: one that
    // shuffles has another order then
    if (!batchesPerEpoch) batches = await read();
    const steps = await trainOnBatches(
      training,
      batches.take(batchesPerEpoch),
      {
        logsBefore: (batch, { size }) => ({ batch, size }),
        mayBegin: () => batches.mayGoAhead,
      },
    );
    const isWhole = batchesPerEpoch
      ? steps === batchesPerEpoch
      : batches.isAtEnd && !model.stopTraining_;
    if (batchesPerEpoch && !isWhole && batches.isAtEnd) sayTooFew(args, steps);
    const logs = isWhole && isValidated(epoch + 1, args)
      ? await validate(model, args)
      : {};
    await training.callbacks.onEpochEnd(epoch, logs);
    if (model.stopTraining_) break;
  }
}

function sayTooFew(
  { batchesPerEpoch, epochs }: FitDatasetArguments,
  steps: number,
): void {
  console.warn(
    `fitDataset(): the data set must have batchesPerEpoch × epochs batches, ${
      batchesPerEpoch! * epochs
    }: it ended after ${steps} of ${batchesPerEpoch} batches of an epoch, which ends there; use its repeat()`,
  );
}

/** The validation's results, by the names that callbacks know them by. */
async function validate(
  model: DatasetFittedModel,
  { validationData, validationBatches, validationBatchSize }:
    FitDatasetArguments,
): Promise<Logs> {
  if (!validationData) return {};
  const results = "iterator" in validationData
    ? await model.evaluateDataset(validationData, {
      batches: validationBatches,
    }) as tf.Scalar | tf.Scalar[]
    : model.evaluate(validationData[0], validationData[1], {
      batchSize: validationBatchSize ?? 32,
      steps: validationBatches,
      verbose: 0,
    });
  const values = [results].flat();
  return Object.fromEntries(
    model.metricsNames.map((name, i) => [`val_${name}`, values[i]]),
  );
}
