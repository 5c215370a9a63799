import { tf } from "../../tfjs.ts";
import type { Step } from "../model_function.ts";
import { gatherBatches } from "./batch.ts";
import { ExampleOrder } from "./example_order.ts";
import type { AddedOptions } from "./options.ts";
import { type Callbacks, callbacksOf, type Logs } from "./callbacks.ts";
import { addUpInJavaScript } from "./epoch_totals.ts";
import { type Runner, type Training, trainOnBatches } from "./train_batches.ts";

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
    verbose: number,
    steps: number | null,
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
 * @param run Records it, or doesn't.
 * @param options Those that TensorFlow.js's loop ignores.
 */
export async function fitArrays(
  model: FittedModel,
  stock: FitLoop,
  { step, run }: { readonly step: Step; readonly run: Runner },
  args: FitArguments,
  options: AddedOptions,
): Promise<tf.History> {
  const callbacks = callbacksOf(() => stock(...args));
  if (callbacks instanceof Promise) return callbacks;
  addUpInJavaScript(callbacks);
  const { history } = model;
  const [, inputs, labels, size, epochs, , , , , shuffle, , initialEpoch] =
    args;
  const batchSize = size ?? 32;
  const count = model.checkNumSamples(inputs, batchSize, null, "");
  const steps = options.stepsPerEpoch ?? Infinity;
  const order = new ExampleOrder(count, Boolean(shuffle ?? true));
  limitSamples(callbacks, Math.min(count, steps * batchSize));
  const training = { model, step, run, labels, callbacks };
  await callbacks.onTrainBegin();
  model.stopTraining_ = false;
  for (let epoch = initialEpoch ?? 0; epoch < (epochs ?? 1); epoch++) {
    await callbacks.onEpochBegin(epoch);
    const examples = order.take(steps * batchSize);
    const taken = Math.ceil(examples.length / batchSize);
    if (options.stepsPerEpoch && taken < steps) sayTooFew(steps, taken);
    const validate = isValidated(epoch + 1, options)
      ? validation(model, args, options)
      : undefined;
    const logs = await trainEpoch(training, examples, args, validate);
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
  examples: readonly number[],
  [, inputs, labels, size]: FitArguments,
  validate?: () => tf.Tensor[],
): Promise<Logs> {
  const logs: Logs = {};
  const batchSize = size ?? 32;
  const last = Math.ceil(examples.length / batchSize) - 1;
  const afterStep = (index: number) => {
    if (index !== last || !validate) return;
    tf.tidy(() => {
      const results = validate();
      labels.forEach((label, i) => logs[`val_${label}`] = tf.keep(results[i]));
    });
  };
  const indices = tf.tensor1d([...examples], "int32");
  try {
    const batches = gatherBatches(inputs, indices, batchSize);
    await trainOnBatches(training, batches, { afterStep });
  } finally {
    indices.dispose();
  }
  return logs;
}

/** Computes the validation's results; undefined without validation. */
function validation(
  model: FittedModel,
  [, , , size, , , , validate, inputs]: FitArguments,
  { validationSteps, validationBatchSize }: AddedOptions,
): (() => tf.Tensor[]) | undefined {
  if (!validate || !inputs) return undefined;
  const batchSize = validationBatchSize ?? size ?? 32;
  return () =>
    model.testLoop(validate, inputs, batchSize, 0, validationSteps ?? null);
}

/** Whether an epoch, counted from 1, ends with a validation. */
export function isValidated(
  epoch: number,
  { validationFreq }: AddedOptions,
): boolean {
  if (Array.isArray(validationFreq)) return validationFreq.includes(epoch);
  return epoch % ((validationFreq as number | undefined) ?? 1) === 0;
}

/** Tells callbacks, such as a progress bar, how many examples an epoch has. */
function limitSamples({ callbacks }: Callbacks, samples: number): void {
  // One object, which all of them have
  const { params } = callbacks[0] as { params?: Record<string, unknown> };
  if (params) params.samples = samples;
}

function sayTooFew(steps: number, taken: number): void {
  console.warn(
    `fit(): the examples must be enough for stepsPerEpoch × epochs batches: they ended after ${taken} of ${steps} batches of an epoch, which ends there; the next one starts anew`,
  );
}
