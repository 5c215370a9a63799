import { tf } from "../../../tfjs.ts";

/** The members of TensorFlow.js's early stopping that are used here. */
interface Stopping {
  readonly model: tf.LayersModel;
  best: number;
  onTrainBegin(logs?: unknown): Promise<void>;
  onEpochEnd(epoch: number, logs?: unknown): Promise<void>;
  onTrainEnd(logs?: unknown): Promise<void>;
}

/**
 * `tf.callbacks.earlyStopping` with `restoreBestWeights`: as in Keras 3, the model
 * ends with the weights of the best epoch's end.
 */
export function mendEarlyStopping(): void {
  const { earlyStopping } = tf.callbacks;
  tf.callbacks.earlyStopping = (args) => {
    const { restoreBestWeights = false, ...rest } = args ?? {};
    const callback = earlyStopping(rest);
    if (restoreBestWeights) restoreBest(callback as unknown as Stopping);
    return callback;
  };
}

function restoreBest(callback: Stopping): void {
  const { onTrainBegin, onEpochEnd, onTrainEnd } = callback;
  let weights: tf.Tensor[] | undefined;
  const forget = () => {
    tf.dispose(weights ?? []);
    weights = undefined;
  };
  callback.onTrainBegin = async (logs) => {
    forget();
    await onTrainBegin.call(callback, logs);
  };
  callback.onEpochEnd = async (epoch, logs) => {
    const { best } = callback;
    await onEpochEnd.call(callback, epoch, logs);
    // Without any epoch that beats a baseline, the first is the best
    if (callback.best === best && weights) return;
    forget();
    weights = callback.model.getWeights().map((weight) =>
      tf.keep(tf.clone(weight))
    );
  };
  callback.onTrainEnd = async (logs) => {
    if (weights) callback.model.setWeights(weights);
    forget();
    await onTrainEnd.call(callback, logs);
  };
}
