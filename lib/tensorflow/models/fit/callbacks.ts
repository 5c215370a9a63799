import { tf } from "../../tfjs.ts";

/** What TensorFlow.js's loops over epochs hand to callbacks. */
export type Logs = Record<string, number | tf.Tensor>;

/** Tells the callbacks, the stock ones too, what happens. */
export interface Callbacks {
  /** TensorFlow.js's `BaseLogger`, then the others. */
  readonly callbacks: readonly unknown[];
  onTrainBegin(logs?: Logs): Promise<void>;
  onTrainEnd(logs?: Logs): Promise<void>;
  onEpochBegin(epoch: number, logs?: Logs): Promise<void>;
  onEpochEnd(epoch: number, logs: Logs): Promise<void>;
  onBatchBegin(batch: number, logs: Logs): Promise<void>;
  onBatchEnd(batch: number, logs: Logs): Promise<void>;
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
    callbacks = this;
    return new Promise(() => {});
  };
  try {
    const end = stockLoop();
    return callbacks ?? end;
  } finally {
    prototype.onTrainBegin = onTrainBegin;
  }
}
