import { tf } from "../../tfjs.ts";
import type { Callbacks, Logs } from "./callbacks.ts";

/** The members of TensorFlow.js's `BaseLogger`, which no module exports. */
interface EpochAverages {
  /** Sums over the epoch, weighted by the batches' sizes. */
  totals?: Logs;
  onEpochBegin(epoch: number, logs?: Logs): Promise<void>;
  onBatchEnd(batch: number, logs?: Logs): Promise<void>;
  onEpochEnd(epoch: number, logs?: Logs): Promise<void>;
}

/**
 * Has the callback that averages losses over an epoch add them up in JavaScript:
 * reading a number takes a fraction of the time of the two operations that
 * TensorFlow.js runs for each of them. The sums are the same, bit for bit.
 */
export function addUpInJavaScript({ callbacks }: Callbacks): void {
  const averages = callbacks[0] as unknown as EpochAverages;
  const { onEpochBegin, onBatchEnd, onEpochEnd } = averages;
  const sums = new Map<string, number>();
  averages.onEpochBegin = (epoch, logs) => {
    sums.clear();
    return onEpochBegin.call(averages, epoch, logs);
  };
  averages.onBatchEnd = (batch, logs = {}) => {
    const size = logs.size as number;
    const others: Logs = { size };
    for (const [key, value] of Object.entries(logs)) {
      if (isFloat(value)) {
        // As float32, and in the order of the operations
        const product = Math.fround(value.dataSync()[0] * size);
        sums.set(key, Math.fround((sums.get(key) ?? 0) + product));
      } else others[key] = value;
    }
    return onBatchEnd.call(averages, batch, others);
  };
  averages.onEpochEnd = (epoch, logs) => {
    for (const [key, sum] of sums) averages.totals![key] = tf.scalar(sum);
    return onEpochEnd.call(averages, epoch, logs);
  };
}

function isFloat(value: number | tf.Tensor): value is tf.Tensor {
  return value instanceof tf.Tensor && value.dtype === "float32" &&
    value.rank === 0;
}
