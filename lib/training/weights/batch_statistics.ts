import { batchesOf } from "../../data/batches.ts";
import {
  type DeviceDigits,
  gatherBatch,
  type Normalization,
} from "../../model/input.ts";
import { compile, runAhead, tf } from "../../tensorflow/mod.ts";
import { variableOf } from "../step.ts";
import { assignFlattened, flattened } from "./vector.ts";

/** Images at once; 500 divides MNIST's 60,000. */
const BATCH_SIZE = 500;

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
 * @throws {DOMException} named AbortError, when the signal aborts; the statistics are
 * those of a batch then.
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
    throughLayers(model, images);
    return tf.concat1d([flattened(means), flattened(variances)]);
  });
  const order = Int32Array.from({ length: digits.count }, (_, index) => index);
  const batches = runAhead(step, batchesOf(order, BATCH_SIZE), {
    argsOf: (indices) => [tf.tensor1d(indices, "int32")],
    free: ([indices]) => indices.dispose(),
  });
  signal?.throwIfAborted();
  let total: Moments | undefined;
  for await (const { item: { length: count }, result } of batches) {
    const values = await result.data<"float32">();
    result.dispose();
    const size = values.length / 2;
    const mean = Float64Array.from(values.subarray(0, size));
    const variance = Float64Array.from(values.subarray(size));
    total = together(total, { count, mean, variance });
    signal?.throwIfAborted();
  }
  if (!total) return;
  const { mean, variance } = total;
  tf.tidy(() => {
    assignFlattened(means, tf.tensor1d(Float32Array.from(mean)));
    assignFlattened(variances, tf.tensor1d(Float32Array.from(variance)));
  });
}

/** Applies the layers; each batch normalization gets the batch's statistics first. */
function throughLayers(model: tf.LayersModel, images: tf.Tensor4D): void {
  let values: tf.Tensor = images;
  for (const layer of model.layers) {
    if (isNormalization(layer)) {
      const { mean, variance } = statisticsOf(layer);
      mean.assign(meanOfChannels(values));
      variance.assign(meanOfChannels(values.sub(mean).square()));
    }
    values = layer.apply(values) as tf.Tensor;
  }
}

/**
 * Image by image first: a sum of float32 over all values of a batch, up to 392,000 of
 * a channel, is wrong by a thousandth.
 */
function meanOfChannels(values: tf.Tensor): tf.Tensor {
  return (values.rank === 4 ? values.mean([1, 2]) : values).mean(0);
}

function isNormalization(layer: tf.layers.Layer): boolean {
  return layer.getClassName() === "BatchNormalization";
}

/** The variables of a batch normalization, each float32 [channels]. */
function statisticsOf(
  layer: tf.layers.Layer,
): { mean: tf.Variable; variance: tf.Variable } {
  const [mean, variance] = layer.nonTrainableWeights.map(variableOf);
  return { mean, variance };
}

/** Of so many images, for each channel. */
interface Moments {
  readonly count: number;
  readonly mean: Float64Array;
  readonly variance: Float64Array;
}

/**
 * Those of two sets together, without the rounding that a difference of squares
 * would have (Chan, Golub and LeVeque 1983, "Algorithms for computing the sample
 * variance", equation 2.1).
 */
function together(a: Moments | undefined, b: Moments): Moments {
  if (!a) return b;
  const count = a.count + b.count;
  const [ofA, ofB] = [a.count / count, b.count / count];
  return {
    count,
    mean: a.mean.map((mean, k) => ofA * mean + ofB * b.mean[k]),
    variance: a.variance.map((variance, k) =>
      ofA * variance + ofB * b.variance[k] +
      ofA * ofB * (a.mean[k] - b.mean[k]) ** 2
    ),
  };
}
