import { batchesOf } from "../../data/batches.ts";
import { type DeviceDigits, gatherBatch } from "../../model/input.ts";
import type { Normalization } from "../../model/normalization.ts";
import {
  cluster,
  compile,
  type CompiledFunction,
  runAhead,
  tf,
} from "../../tensorflow/mod.ts";
import { combine, type Moments, overTasks } from "./moments.ts";
import { variableOf } from "./variables.ts";
import { assignVector, toVector } from "./vector.ts";

/** Images at once; 500 divides MNIST's 60,000. */
const BATCH_SIZE = 500;

/**
 * Replaces batch normalization's moving averages by the mean and variance of its
 * inputs over all these images.
 *
 * Moving averages lag behind: they come from earlier weights and from augmented
 * images. Izmailov et al. 2018, "Averaging weights leads to wider optima and
 * better generalization", section 3.2, recompute the statistics after averaging
 * weights; Wu and Johnson 2021, "Rethinking 'Batch' in BatchNorm", section 3,
 * after any training. Each batch passes through the network normalized by its own
 * mean and variance, without dropout.
 *
 * @param model A sequential model from float32 [batch, 28, 28, 1].
 * In a cluster, the tasks share the batches out and must all call this; the signal
 * then counts for nothing.
 *
 * @throws {RangeError} if the model is not sequential.
 * @throws {DOMException} named AbortError, when the signal aborts; the model then
 * has the statistics of one batch.
 */
export async function recomputeStatistics(
  model: tf.LayersModel,
  digits: DeviceDigits,
  normalization: Normalization,
  signal?: AbortSignal,
): Promise<void> {
  requireSequential(model);
  const statistics = model.layers.filter(isNormalization).map(statisticsOf);
  const means = statistics.map(({ mean }) => mean);
  const variances = statistics.map(({ variance }) => variance);
  using step = compile(function statisticsStep(indices: tf.Tensor1D) {
    const { images } = gatherBatch(digits, indices, normalization);
    applyLayers(model, images);
    return tf.concat1d([toVector(means), toVector(variances)]); // [2 · channels]
  });
  const channels = means.reduce((sum, { size }) => sum + size, 0);
  const moments = await momentsOf(step, digits.count, channels, signal);
  if (!moments) return;
  tf.tidy(() => {
    assignVector(means, tf.tensor1d(Float32Array.from(moments.mean)));
    assignVector(variances, tf.tensor1d(Float32Array.from(moments.variance)));
  });
}

function requireSequential(model: tf.LayersModel): void {
  if (model.getClassName() === "Sequential") return;
  throw new RangeError(
    `Cannot recompute batch normalization's statistics: the model must be sequential: it is ${model.getClassName()}`,
  );
}

/**
 * The moments of `count` images together; undefined if there are none.
 *
 * @param step From a batch's indices to its means and variances, [2 · channels].
 */
async function momentsOf(
  step: CompiledFunction<[indices: tf.Tensor1D], tf.Tensor1D>,
  count: number,
  channels: number,
  signal: AbortSignal | undefined,
): Promise<Moments | undefined> {
  const order = Int32Array.from({ length: count }, (_, index) => index);
  const { size: tasks, rank } = cluster.currentCluster();
  const own = batchesOf(order, BATCH_SIZE)
    .filter((_, index) => index % tasks === rank);
  const end = tasks > 1 ? undefined : signal;
  const batches = runAhead(step, own, {
    argsOf: (indices) => [tf.tensor1d(indices, "int32")],
    free: ([indices]) => indices.dispose(),
  });
  end?.throwIfAborted();
  let total: Moments | undefined;
  for await (const { item: { length: count }, result } of batches) {
    const values = await result.data<"float32">();
    result.dispose();
    const mean = Float64Array.from(values.subarray(0, channels));
    const variance = Float64Array.from(values.subarray(channels));
    total = combine(total, { count, mean, variance });
    end?.throwIfAborted();
  }
  return tasks > 1 ? overTasks(total, channels) : total;
}

/** Applies the layers, giving each batch normalization its input's statistics first. */
function applyLayers(model: tf.LayersModel, images: tf.Tensor4D): void {
  let values: tf.Tensor = images;
  for (const layer of model.layers) {
    if (layer.getClassName() === "InputLayer") continue; // Can't be applied
    if (isNormalization(layer)) {
      const { mean, variance } = statisticsOf(layer);
      mean.assign(meanOfChannels(values));
      variance.assign(meanOfChannels(values.sub(mean).square()));
    }
    values = layer.apply(values) as tf.Tensor;
  }
}

/**
 * The mean of each channel. Taken image by image first: one float32 sum over a
 * whole batch, up to 392,000 values a channel, is off by a thousandth.
 *
 * @param values float32 [batch, height, width, channels] or [batch, channels].
 */
function meanOfChannels(values: tf.Tensor): tf.Tensor {
  return (values.rank === 4 ? values.mean([1, 2]) : values).mean(0);
}

function isNormalization(layer: tf.layers.Layer): boolean {
  return layer.getClassName() === "BatchNormalization";
}

/** A batch normalization's moving mean and variance, each float32 [channels]. */
function statisticsOf(
  layer: tf.layers.Layer,
): { mean: tf.Variable; variance: tf.Variable } {
  const [mean, variance] = layer.nonTrainableWeights.map(variableOf);
  return { mean, variance };
}
