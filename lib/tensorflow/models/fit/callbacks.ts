import { tf } from "../../tfjs.ts";

/** What TensorFlow.js's loops over epochs hand to callbacks. */
export type Logs = Record<string, number | tf.Tensor>;

/** What callbacks hear of batches. */
interface BatchEvents {
  onBatchBegin(batch: number, logs: Logs): Promise<void>;
  onBatchEnd(batch: number, logs: Logs): Promise<void>;
}

/** Tells the callbacks, the stock ones too, what happens. */
export interface Callbacks extends BatchEvents {
  /** TensorFlow.js's `BaseLogger`, then the others. */
  readonly callbacks: readonly BatchEvents[];
  onTrainBegin(logs?: Logs): Promise<void>;
  onTrainEnd(logs?: Logs): Promise<void>;
  onEpochBegin(epoch: number, logs?: Logs): Promise<void>;
  onEpochEnd(epoch: number, logs: Logs): Promise<void>;
}

/**
 * Has a stock loop check its arguments and make its list of callbacks, which
 * includes some that nothing else can make, and stops it there.
 *
 * @returns The callbacks; if the loop refused its arguments, the promise that it
 * returned.
 */
export function callbacksOf(
  stockLoop: () => Promise<tf.History>,
): Callbacks | Promise<tf.History> {
  const prototype = tf.CallbackList.prototype as unknown as Callbacks;
  const { onTrainBegin } = prototype;
  let callbacks: Callbacks | undefined;
  prototype.onTrainBegin = function (this: Callbacks) {
    callbacks = skipDeaf(this);
    return new Promise(() => {});
  };
  try {
    const end = stockLoop();
    return callbacks ?? end;
  } finally {
    prototype.onTrainBegin = onTrainBegin;
  }
}

/** Spares the callbacks that hear nothing of batches, which take their time, too. */
function skipDeaf(callbacks: Callbacks): Callbacks {
  const deaf = Object.getPrototypeOf(tf.Callback.prototype) as BatchEvents;
  for (const event of ["onBatchBegin", "onBatchEnd"] as const) {
    const isListening = (each: BatchEvents) => each[event] !== deaf[event];
    callbacks[event] = async (batch, logs) => {
      for (const each of callbacks.callbacks) {
        if (isListening(each)) await each[event](batch, logs);
      }
    };
  }
  return callbacks;
}
