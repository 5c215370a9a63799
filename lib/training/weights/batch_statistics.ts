import { batchesOf } from "../../data/batches.ts";
import { type DeviceDigits, gatherBatch } from "../../model/input.ts";
import type { Normalization } from "../../model/normalization.ts";
import { cluster, compile, runAhead, tf } from "../../tensorflow/mod.ts";
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
  if (model.getClassName() !== "Sequential") {
    throw new RangeError(
      `Cannot recompute batch normalization's statistics: the model must be sequential: it is ${model.getClassName()}`,
    );
  }
  const statistics = model.layers.filter(isNormalization).map(statisticsOf);
  const means = statistics.map(({ mean }) => mean);
  const variances = statistics.map(({ variance }) => variance);
  using step = compile(function statisticsStep(indices: tf.Tensor1D) {
    const { images } = gatherBatch(digits, indices, normalization);
    applyLayers(model, images);
    return tf.concat1d([toVector(means), toVector(variances)]); // [2 · channels]
  });
  const order = Int32Array.from({ length: digits.count }, (_, index) => index);
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
    const size = values.length / 2;
    const mean = Float64Array.from(values.subarray(0, size));
    const variance = Float64Array.from(values.subarray(size));
    total = combine(total, { count, mean, variance });
    end?.throwIfAborted();
  }
  if (tasks > 1) {
    total = overTasks(
      total,
      means.reduce((sum, { size }) => sum + size, 0),
    );
  }
  if (!total) return;
  const { mean, variance } = total;
  tf.tidy(() => {
    assignVector(means, tf.tensor1d(Float32Array.from(mean)));
    assignVector(variances, tf.tensor1d(Float32Array.from(variance)));
  });
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

/** Mean and variance of each channel over `count` images. */
interface Moments {
  readonly count: number;
  readonly mean: Float64Array;
  readonly variance: Float64Array;
}

/**
 * The moments of two sets together, without the rounding error of a difference of
 * squares (Chan, Golub and LeVeque 1983, "Algorithms for computing the sample
 * variance", equation 2.1).
 */
function combine(a: Moments | undefined, b: Moments): Moments {
  if (!a) return b;
  const count = a.count + b.count;
  const [shareA, shareB] = [a.count / count, b.count / count];
  return {
    count,
    mean: a.mean.map((mean, k) => shareA * mean + shareB * b.mean[k]),
    variance: a.variance.map((variance, k) =>
      shareA * variance + shareB * b.variance[k] +
      shareA * shareB * (a.mean[k] - b.mean[k]) ** 2
    ),
  };
}

/** The moments of all tasks together, the same in each. */
function overTasks(
  own: Moments | undefined,
  size: number,
): Moments | undefined {
  const row = own
    ? [own.count, ...own.mean, ...own.variance]
    : new Array(1 + 2 * size).fill(0);
  const rows = tf.tidy(() =>
    (cluster.allGather(tf.tensor2d([row]), { name: "moments" }) as tf.Tensor2D)
      .arraySync()
  );
  return rows.reduce<Moments | undefined>(
    (total, [count, ...values]) =>
      count === 0 ? total : combine(total, {
        count,
        mean: Float64Array.from(values.slice(0, size)),
        variance: Float64Array.from(values.slice(size)),
      }),
    undefined,
  );
}
