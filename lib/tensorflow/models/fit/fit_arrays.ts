import { tf } from "../../tfjs.ts";
import type { ModelFunction, Step } from "../model_function.ts";
import { gatherBatches } from "./batch.ts";
import { callbacksOf, type Logs } from "./callbacks.ts";
import { addUpInJavaScript } from "./epoch_totals.ts";
import { type Training, trainOnBatches } from "./train_batches.ts";

/** The arguments of TensorFlow.js's `fitLoop`. */
export type FitArguments = [
  f: Step,
  inputs: (tf.Tensor | null)[],
  labels: string[],
  batchSize: number | null | undefined,
  epochs: number | null | undefined,
  verbose: unknown,
  callbacks: unknown,
  validate: Step | null | undefined,
  validationInputs: tf.Tensor[] | null | undefined,
  shuffle: boolean | string | null | undefined,
  metrics: string[],
  initialEpoch: number | null | undefined,
  stepsPerEpoch: number | null | undefined,
  validationSteps: number | null | undefined,
];

/** The members of TensorFlow.js's models that are used here. */
export interface FittedModel {
  readonly history: tf.History & { syncData(): Promise<void> };
  stopTraining_: boolean;
  checkNumSamples(
    inputs: unknown,
    batchSize: number,
    steps: unknown,
    name: string,
  ): number;
  testLoop(
    validate: Step,
    inputs: tf.Tensor[],
    batchSize: number,
  ): tf.Tensor[];
}

type FitLoop = (...args: FitArguments) => Promise<tf.History>;

/** Whether {@linkcode fitArrays} knows these arguments. */
export function canFitArrays(args: FitArguments): boolean {
  const [, , , , , , , , , shuffle, , , stepsPerEpoch, validationSteps] = args;
  return shuffle !== "batch" && stepsPerEpoch == null &&
    validationSteps == null;
}

/**
 * `fit()`: TensorFlow.js's loop over arrays, with steps begun ahead.
 *
 * @param stock TensorFlow.js's loop.
 * @param step The step op by op, which the loop's first argument wraps.
 * @param run Records it.
 */
export async function fitArrays(
  model: FittedModel,
  stock: FitLoop,
  { step, run }: { readonly step: Step; readonly run: ModelFunction },
  args: FitArguments,
): Promise<tf.History> {
  const callbacks = callbacksOf(() => stock(...args));
  if (callbacks instanceof Promise) return callbacks;
  addUpInJavaScript(callbacks);
  const { history } = model;
  const [, inputs, labels, size, epochs, , , , , shuffle, , initialEpoch] =
    args;
  const batchSize = size ?? 32;
  const count = model.checkNumSamples(inputs, batchSize, null, "");
  const order = Array.from({ length: count }, (_, index) => index);
  const training = { model, step, run, labels, callbacks };
  await callbacks.onTrainBegin();
  model.stopTraining_ = false;
  for (let epoch = initialEpoch ?? 0; epoch < (epochs ?? 1); epoch++) {
    await callbacks.onEpochBegin(epoch);
    if (shuffle ?? true) tf.util.shuffle(order);
    const logs = await trainEpoch(training, model, order, batchSize, args);
    await callbacks.onEpochEnd(epoch, logs);
    if (model.stopTraining_) break;
  }
  await callbacks.onTrainEnd();
  await history.syncData();
  return history;
}

/** Trains for an epoch; the result is what the validation found. */
async function trainEpoch(
  training: Training,
  model: FittedModel,
  order: number[],
  batchSize: number,
  args: FitArguments,
): Promise<Logs> {
  const [, inputs, labels, , , , , validate, validationInputs] = args;
  const logs: Logs = {};
  const last = Math.ceil(order.length / batchSize) - 1;
  const afterStep = (index: number) => {
    if (index !== last || !validate || !validationInputs) return;
    tf.tidy(() => {
      const results = model.testLoop(validate, validationInputs, batchSize);
      labels.forEach((label, i) => logs[`val_${label}`] = tf.keep(results[i]));
    });
  };
  const indices = tf.tensor1d(order, "int32");
  try {
    const batches = gatherBatches(inputs, indices, batchSize);
    await trainOnBatches(training, batches, { afterStep });
  } finally {
    indices.dispose();
  }
  return logs;
}
