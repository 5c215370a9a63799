import { cluster, tf } from "../../tensorflow/mod.ts";

/** Mean and variance of each channel over `count` images. */
export interface Moments {
  readonly count: number;
  readonly mean: Float64Array;
  readonly variance: Float64Array;
}

/**
 * The moments of two sets together, without the rounding error of a difference of
 * squares (Chan, Golub and LeVeque 1983, "Algorithms for computing the sample
 * variance", equation 2.1).
 */
export function combine(a: Moments | undefined, b: Moments): Moments {
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

/**
 * The moments of all tasks of a cluster together, the same in each.
 *
 * @param own Undefined if the task has seen no images.
 * @param channels Their number.
 */
export function overTasks(
  own: Moments | undefined,
  channels: number,
): Moments | undefined {
  const row = own
    ? [own.count, ...own.mean, ...own.variance]
    : new Array(1 + 2 * channels).fill(0);
  const rows = tf.tidy(() =>
    (cluster.allGather(tf.tensor2d([row]), { name: "moments" }) as tf.Tensor2D)
      .arraySync()
  );
  return rows.reduce<Moments | undefined>(
    (total, [count, ...values]) =>
      count === 0 ? total : combine(total, {
        count,
        mean: Float64Array.from(values.slice(0, channels)),
        variance: Float64Array.from(values.slice(channels)),
      }),
    undefined,
  );
}
