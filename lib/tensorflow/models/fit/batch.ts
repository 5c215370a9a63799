import { tf } from "../../tfjs.ts";
import type { Batch } from "../model_function.ts";

/** What a step learns from. */
export interface TrainingBatch {
  /** Inputs, targets and weights; the step's to dispose. */
  readonly tensors: Batch;
  /** The number of examples. */
  readonly size: number;
  /** How many random keys were drawn to make it. */
  readonly draws?: number;
}

/** Batches gathered at once take no more than so many bytes. */
const MAX_BYTES = 2 ** 20;
const MAX_BATCHES = 64;

/**
 * Gathers the batches of an epoch.
 *
 * Small batches are gathered many at once and split, which copies nothing: an
 * operation on a few values costs as much time as one on a thousand.
 *
 * @param inputs [examples, …] each; null stays null.
 * @param order The examples' positions, int32 [examples].
 */
export function* gatherBatches(
  inputs: readonly (tf.Tensor | null)[],
  order: tf.Tensor1D,
  batchSize: number,
): Generator<TrainingBatch> {
  const atOnce = batchesAtOnce(inputs, order.size, batchSize);
  for (let start = 0; start < order.size;) {
    const whole = Math.floor((order.size - start) / batchSize);
    const count = Math.min(atOnce, Math.max(1, whole));
    const rows = Math.min(count * batchSize, order.size - start);
    const parts = inputs.map((input) =>
      input && gather(input, order, start, rows, count)
    );
    try {
      for (let i = 0; i < count; i++) {
        const tensors = parts.map((part) => part && part.shift()!);
        yield { tensors, size: rows / count };
      }
    } finally {
      tf.dispose(parts.map((part) => part ?? []));
    }
    start += rows;
  }
}

/** Rows of a tensor, in so many parts. */
function gather(
  input: tf.Tensor,
  order: tf.Tensor1D,
  start: number,
  rows: number,
  count: number,
): tf.Tensor[] {
  return tf.tidy(() => {
    const gathered = tf.gather(input, order.slice(start, rows));
    return count === 1 ? [gathered] : tf.split(gathered, count);
  });
}

function batchesAtOnce(
  inputs: readonly (tf.Tensor | null)[],
  examples: number,
  batchSize: number,
): number {
  // tf.split() takes no strings
  if (inputs.some((input) => input?.dtype === "string")) return 1;
  const size = inputs.reduce((sum, input) => sum + (input?.size ?? 0), 0);
  const bytes = 4 * batchSize * size / examples;
  return Math.max(1, Math.min(MAX_BATCHES, Math.floor(MAX_BYTES / bytes)));
}
