import { tf } from "../../../tfjs.ts";
import type { EpochMetric } from "./sums.ts";

/** The value of a metric over all batches since its beginning. */
export class RunningMetric implements Disposable {
  readonly #metric: EpochMetric;
  /** A variable, so that recorded steps go on with it. */
  #sums: tf.Variable | undefined;

  constructor(metric: EpochMetric) {
    this.#metric = metric;
  }

  /** Adds a batch, and returns the value with it. */
  readonly add = (target: tf.Tensor, prediction: tf.Tensor): tf.Tensor =>
    tf.tidy(() => {
      const sums = this.#metric.sums(target, prediction);
      if (this.#sums?.isDisposed ?? true) {
        this.#sums = tf.variable(tf.zerosLike(sums), false);
      }
      const total = tf.add(this.#sums!, sums);
      this.#sums!.assign(total);
      return this.#metric.value(total);
    });

  /** The value; undefined before the first batch. */
  get value(): tf.Tensor | undefined {
    return this.#sums && tf.tidy(() => this.#metric.value(this.#sums!));
  }

  /** Begins anew. */
  reset(): void {
    tf.tidy(() => this.#sums?.assign(tf.zerosLike(this.#sums)));
  }

  /** Begins anew; the result returns to where it was. */
  interrupt(): () => void {
    const before = this.#sums?.clone();
    this.reset();
    return () => {
      if (!before) return this.reset();
      this.#sums!.assign(before);
      before.dispose();
    };
  }

  [Symbol.dispose](): void {
    this.#sums?.dispose();
  }
}
