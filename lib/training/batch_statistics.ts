import { batchesOf } from "../data/batches.ts";
import {
  type DeviceDigits,
  gatherBatch,
  type Normalization,
} from "../model/input.ts";
import { tf } from "../tensorflow/mod.ts";
import { variableOf } from "./step.ts";

/** Images at once. */
const BATCH_SIZE = 1000;

/**
 * Gives each batch normalization the mean and the variance of what it sees now, in
 * place of its moving averages: those were taken while the weights were others, of
 * images that were changed. Izmailov et al. 2018, "Averaging weights leads to wider
 * optima and better generalization", section 3.2, does so after averaging weights;
 * Wu and Johnson 2021, "Rethinking 'Batch' in BatchNorm", section 3, after any
 * training. Each batch goes through the network normalized by its own mean and
 * variance, and without dropout.
 *
 * @param model A chain of layers, from float32 [batch, 28, 28, 1].
 * @throws {RangeError} if the model is no chain.
 */
export function recomputeStatistics(
  model: tf.LayersModel,
  digits: DeviceDigits,
  normalization: Normalization,
): void {
  if (model.getClassName() !== "Sequential") {
    throw new RangeError(
      `Cannot recompute batch normalization's statistics: the model must be sequential: it is ${model.getClassName()}`,
    );
  }
  const { count } = digits;
  const order = Int32Array.from({ length: count }, (_, index) => index);
  let totals: Moments[] = [];
  for (const batch of batchesOf(order, BATCH_SIZE)) {
    const before = totals;
    totals = tf.tidy(() => {
      const indices = tf.tensor1d(batch, "int32");
      const { images } = gatherBatch(digits, indices, normalization);
      return momentsOf(model, images).map(({ mean, square }, layer) => {
        const share = batch.length / count;
        const total = before[layer];
        return {
          mean: mean.mul(share).add(total?.mean ?? 0),
          square: square.mul(share).add(total?.square ?? 0),
        };
      });
    });
    tf.dispose(before);
  }
  normalizationsOf(model).forEach((layer, index) =>
    setStatistics(layer, totals[index])
  );
  tf.dispose(totals);
}

/** Over all values of a channel, each float32 [channels]. */
type Moments = {
  readonly mean: tf.Tensor;
  /** The mean of the squares. */
  readonly square: tf.Tensor;
};

/** What each batch normalization sees of a batch; it gets its moments on the way. */
function momentsOf(model: tf.LayersModel, images: tf.Tensor4D): Moments[] {
  const all: Moments[] = [];
  let values: tf.Tensor = images;
  for (const layer of model.layers) {
    if (isNormalization(layer)) {
      const rows = values.reshape([-1, values.shape.at(-1)!]);
      const moments = { mean: rows.mean(0), square: rows.square().mean(0) };
      setStatistics(layer, moments);
      all.push(moments);
    }
    values = layer.apply(values) as tf.Tensor;
  }
  return all;
}

function setStatistics(
  layer: tf.layers.Layer,
  { mean, square }: Moments,
): void {
  const [movingMean, movingVariance] = layer.nonTrainableWeights.map(
    variableOf,
  );
  tf.tidy(() => {
    movingMean.assign(mean);
    movingVariance.assign(square.sub(mean.square()));
  });
}

function normalizationsOf(model: tf.LayersModel): tf.layers.Layer[] {
  return model.layers.filter(isNormalization);
}

function isNormalization(layer: tf.layers.Layer): boolean {
  return layer.getClassName() === "BatchNormalization";
}
