import { randomState, setRandomState } from "../../random/seed.ts";
import { beginAhead } from "../../recording/run_ahead.ts";
import { tf } from "../../tfjs.ts";
import type { ModelFunction, Step } from "../model_function.ts";
import type { TrainingBatch } from "./batch.ts";
import type { Callbacks, Logs } from "./callbacks.ts";

/** Begins steps: recorded, if it is a {@linkcode ModelFunction}. */
export type Runner = Pick<ModelFunction, "begin" | "randomAhead">;

/** Runs steps op by op, each when it is finished. */
export const opByOp: Runner = {
  randomAhead: undefined,
  begin: (step, batch) => ({
    ran: () => Promise.resolve(),
    finish: () => Promise.resolve().then(() => tf.tidy(() => step(batch))),
    [Symbol.dispose]() {},
  }),
};

/** How a model learns from a batch. */
export interface Training {
  readonly model: { readonly stopTraining_: boolean };
  /** Trains op by op. */
  readonly step: Step;
  /** Records the step, or doesn't. */
  readonly run: Runner;
  /** Names what the step returns: losses and metrics. */
  readonly labels: readonly string[];
  readonly callbacks: Callbacks;
}

/** What an epoch does besides training. */
interface EpochOptions {
  /** What callbacks hear before a batch. Default: nothing. */
  readonly logsBefore?: (index: number, batch: TrainingBatch) => Logs;
  /** Called after each step, before the callbacks hear of it. */
  readonly afterStep?: (index: number) => void;
  /** Whether a batch may be made while steps are pending. Default: it may. */
  readonly mayBegin?: () => boolean;
}

/**
 * Trains on batches with the same calls of the callbacks, the same logs and the
 * same weights as TensorFlow.js's loops, but begins steps while the callbacks of
 * those before them run.
 *
 * @returns How many steps it took.
 */
export async function trainOnBatches(
  { model, step, run, labels, callbacks }: Training,
  batches: Iterable<TrainingBatch> | AsyncIterable<TrainingBatch>,
  { logsBefore = () => ({}), afterStep, mayBegin }: EpochOptions = {},
): Promise<number> {
  const begin = ({ tensors, draws }: TrainingBatch) =>
    run.begin(step, tensors, draws);
  const calls = beginAhead({ begin }, batches, {
    argsOf: (batch) => [batch] as const,
    free: ([{ tensors }]) => tf.dispose(tensors as tf.Tensor[]),
    mayBegin,
  });
  let index = 0;
  for await (const { item, finish } of calls) {
    skipDraws(item);
    const logs = logsBefore(index, item);
    await callbacks.onBatchBegin(index, logs);
    const { result } = await finish();
    Object.assign(logs, { batch: index, size: item.size });
    labels.forEach((label, i) => logs[label] = tf.keep(result[i]));
    afterStep?.(index);
    await callbacks.onBatchEnd(index, logs);
    for (const value of Object.values(logs)) {
      if (value instanceof tf.Tensor) value.dispose();
    }
    index++;
    if (model.stopTraining_) break;
  }
  return index;
}

/** Moves the random stream past the numbers that a batch was made of. */
function skipDraws({ draws = 0 }: TrainingBatch): void {
  if (draws === 0) return;
  const { seed, draws: before } = randomState();
  setRandomState({ seed, draws: before + draws });
}
