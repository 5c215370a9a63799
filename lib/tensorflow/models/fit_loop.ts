import { runAhead } from "../recording/run_ahead.ts";
import { tf } from "../tfjs.ts";
import type { Batch, ModelFunction, Step } from "./model_function.ts";

/** What TensorFlow.js's loop over epochs hands to callbacks. */
type Logs = Record<string, number | tf.Tensor>;

/** Tells the callbacks, the stock ones too, what happens. */
interface Callbacks {
  onTrainBegin(logs?: Logs): Promise<void>;
  onTrainEnd(logs?: Logs): Promise<void>;
  onEpochBegin(epoch: number, logs?: Logs): Promise<void>;
  onEpochEnd(epoch: number, logs: Logs): Promise<void>;
  onBatchBegin(batch: number, logs: Logs): Promise<void>;
  onBatchEnd(batch: number, logs: Logs): Promise<void>;
}

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
  history: tf.History;
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

/** How the steps are begun. */
interface Training {
  readonly step: Step;
  readonly run: ModelFunction;
}

/** Whether {@linkcode fitAhead} knows these arguments. */
export function canFitAhead(args: FitArguments): boolean {
  const [, , , , , , , , , shuffle, , , stepsPerEpoch, validationSteps] = args;
  return shuffle !== "batch" && stepsPerEpoch == null &&
    validationSteps == null;
}

/**
 * Trains as TensorFlow.js's loop does, with the same calls of the callbacks, the
 * same logs and the same weights, but begins steps while the callbacks of those
 * before them run.
 */
export async function fitAhead(
  model: FittedModel,
  stock: FitLoop,
  training: Training,
  args: FitArguments,
): Promise<tf.History> {
  const { callbacks, failure } = prepare(stock, args);
  // It refused its arguments
  if (!callbacks) return failure;
  const { history } = model;
  const [, inputs, , size, epochs, , , , , shuffle, , initialEpoch] = args;
  const batchSize = size ?? 32;
  const count = model.checkNumSamples(inputs, batchSize, null, "");
  const order = Array.from({ length: count }, (_, index) => index);
  await callbacks.onTrainBegin();
  model.stopTraining_ = false;
  for (let epoch = initialEpoch ?? 0; epoch < (epochs ?? 1); epoch++) {
    await callbacks.onEpochBegin(epoch);
    if (shuffle ?? true) tf.util.shuffle(order);
    const logs: Logs = {};
    const indices = tf.tensor1d(order, "int32");
    try {
      const epochArguments = { args, batchSize, indices, logs };
      await trainEpoch(model, training, callbacks, epochArguments);
    } finally {
      indices.dispose();
    }
    await callbacks.onEpochEnd(epoch, logs);
    if (model.stopTraining_) break;
  }
  await callbacks.onTrainEnd();
  await (history as unknown as { syncData(): Promise<void> }).syncData();
  return history;
}

/**
 * Has the stock loop make its list of callbacks, which includes some that nothing
 * else can make, and stops it there.
 */
function prepare(stock: FitLoop, args: FitArguments): {
  callbacks: Callbacks | undefined;
  failure: Promise<tf.History>;
} {
  const prototype = tf.CallbackList.prototype as unknown as Callbacks;
  const { onTrainBegin } = prototype;
  let callbacks: Callbacks | undefined;
  prototype.onTrainBegin = function (this: Callbacks) {
    callbacks = this;
    return new Promise(() => {});
  };
  try {
    const failure = stock(...args);
    return { callbacks, failure };
  } finally {
    prototype.onTrainBegin = onTrainBegin;
  }
}

/** What an epoch needs. */
interface Epoch {
  readonly args: FitArguments;
  readonly batchSize: number;
  /** The order of the examples, int32 [examples]. */
  readonly indices: tf.Tensor1D;
  /** Gets the validation's results. */
  readonly logs: Logs;
}

async function trainEpoch(
  model: FittedModel,
  { step, run }: Training,
  callbacks: Callbacks,
  { args, batchSize, indices, logs }: Epoch,
): Promise<void> {
  const [, inputs, labels, , , , , validate, validationInputs] = args;
  const starts = Array.from(
    { length: Math.ceil(indices.size / batchSize) },
    (_, index) => index * batchSize,
  );
  const begin = (batch: Batch) => run.begin(step, batch);
  const calls = runAhead({ begin }, starts, {
    argsOf: (start) => [gather(inputs, indices, start, batchSize)] as const,
    free: ([batch]) => tf.dispose(batch as tf.Tensor[]),
  });
  try {
    for (const [index, start] of starts.entries()) {
      const size = Math.min(batchSize, indices.size - start);
      const batchLogs: Logs = {};
      await callbacks.onBatchBegin(index, batchLogs);
      const { value } = await calls.next();
      const results = value!.result;
      Object.assign(batchLogs, { batch: index, size });
      labels.forEach((label, i) => batchLogs[label] = tf.keep(results[i]));
      if (index === starts.length - 1 && validate && validationInputs) {
        tf.tidy(() => {
          const results = model.testLoop(validate, validationInputs, batchSize);
          labels.forEach((label, i) =>
            logs[`val_${label}`] = tf.keep(results[i])
          );
        });
      }
      await callbacks.onBatchEnd(index, batchLogs);
      tf.dispose(batchLogs as tf.TensorContainer);
      if (model.stopTraining_) break;
    }
  } finally {
    await calls.return();
  }
}

/** A batch of each input; null stays null. */
function gather(
  inputs: readonly (tf.Tensor | null)[],
  indices: tf.Tensor1D,
  start: number,
  batchSize: number,
): Batch {
  const rows = indices.slice(start, Math.min(batchSize, indices.size - start));
  try {
    return inputs.map((input) =>
      input && tf.tidy(() => tf.gather(input, rows))
    );
  } finally {
    rows.dispose();
  }
}
