/** Keras's `Normalization`, which standardizes a network's input. @module */
import { tf } from "../../tfjs.ts";
import {
  axesOf,
  type LayerOptions,
  Mapping,
  onlyShape,
  type Shape,
} from "./layer.ts";

/** The options of `normalization()`. */
export interface NormalizationArgs extends LayerOptions {
  /**
   * The axes whose positions have a mean and a variance each; null: one of each for
   * everything. Default -1.
   */
  readonly axis?: number | number[] | null;
  /** Known means, for the kept axes; otherwise call `adapt()`. */
  readonly mean?: tf.TensorLike | number;
  readonly variance?: tf.TensorLike | number;
  /** Whether standardized values are turned back. Default false. */
  readonly invert?: boolean;
}

/** Keras's smallest deviation. */
const EPSILON = 1e-7;

interface Settings {
  axis: number[];
  mean: unknown;
  variance: unknown;
  invert: boolean;
}

/** The mean, the variance and the number of what they are of. */
interface Moments {
  readonly mean: tf.Tensor;
  readonly variance: tf.Tensor;
  readonly count: number;
}

/** Standardizes its input: minus the mean, divided by the standard deviation. */
export class Normalization extends Mapping<Settings> {
  /** @nocollapse */
  static className = "Normalization";
  #mean: tf.LayerVariable | undefined;
  #variance: tf.LayerVariable | undefined;

  constructor(args: NormalizationArgs = {}) {
    const { axis = -1, mean = null, variance = null, invert = false } = args;
    super(args, { axis: [axis ?? []].flat(), mean, variance, invert });
    this.supportsMasking = true;
    if ((mean === null) === (variance === null)) return;
    throw this.refusal("mean and variance", "given together", {
      mean,
      variance,
    });
  }

  override build(inputShape: Shape | Shape[]): void {
    this.built = true;
    if (this.settings.mean !== null) return;
    const input = onlyShape(inputShape);
    const shape = axesOf(this.settings.axis, input.length)
      .map((axis) => input[axis]);
    const { zeros, ones } = tf.initializers;
    const add = (
      name: string,
      shape: Shape,
      dtype: tf.DataType,
      initial = zeros,
    ) =>
      this.addWeight(name, shape, dtype, initial() as never, undefined, false);
    this.#mean = add("mean", shape, "float32");
    this.#variance = add("variance", shape, "float32", ones as typeof zeros);
    add("count", [], "int32"); // Keras has it, and uses it no more
  }

  /**
   * Takes the mean and the variance of data.
   *
   * @param data A batch, as the layer gets it.
   */
  adapt(data: tf.Tensor): void {
    tf.tidy(() => this.#set(this.#momentsOf(data)));
  }

  /** {@linkcode adapt} for a dataset of batches. */
  async adaptDataset(data: tf.data.Dataset<tf.TensorContainer>): Promise<void> {
    let all: Moments | undefined;
    await data.forEachAsync((batch) => {
      const before = all;
      all = tf.tidy(() => {
        const own = this.#momentsOf(batch as tf.Tensor);
        const { mean, variance, count } = before ? joined(before, own) : own;
        return { mean: tf.keep(mean), variance: tf.keep(variance), count };
      });
      tf.dispose([batch, before?.mean ?? [], before?.variance ?? []] as never);
    });
    if (!all) {
      throw new Error(
        `Cannot adapt layer "${this.name}": the dataset must have a batch: it has none`,
      );
    }
    this.#set(all);
    tf.dispose([all.mean, all.variance]);
  }

  #momentsOf(data: tf.Tensor): Moments {
    if (this.settings.mean !== null) {
      throw new Error(
        `Cannot adapt layer "${this.name}": it must be without a mean of its own; leave out mean and variance`,
      );
    }
    if (!this.built) this.build(data.shape);
    const kept = axesOf(this.settings.axis, data.rank);
    const axes = data.shape.map((_, axis) => axis)
      .filter((axis) => !kept.includes(axis));
    const { mean, variance } = tf.moments(data.toFloat(), axes);
    const count = axes.reduce((all, axis) => all * data.shape[axis], 1);
    return { mean, variance, count };
  }

  #set({ mean, variance }: Moments): void {
    this.#mean!.write(mean);
    this.#variance!.write(variance);
  }

  protected override map(x: tf.Tensor): tf.Tensor {
    const { invert, mean, variance } = this.settings;
    const kept = axesOf(this.settings.axis, x.rank);
    const spread = (values: tf.Tensor) => {
      const { shape } = values;
      const missing = kept.length - shape.length;
      return values.reshape(
        x.shape.map((_, axis) => shape[kept.indexOf(axis) - missing] ?? 1),
      );
    };
    const center = spread(this.#mean?.read() ?? tf.tensor(mean as number));
    const deviation = spread(
      this.#variance?.read() ?? tf.tensor(variance as number),
    ).sqrt().maximum(EPSILON);
    const values = x.toFloat();
    return invert
      ? values.mul(deviation).add(center)
      : values.sub(center).div(deviation);
  }
}

/** The moments of both. */
function joined(one: Moments, other: Moments): Moments {
  const count = one.count + other.count;
  const [a, b] = [one.count / count, other.count / count];
  const mean = one.mean.mul(a).add(other.mean.mul(b));
  const part = (all: Moments) => all.variance.add(all.mean.sub(mean).square());
  return { mean, variance: part(one).mul(a).add(part(other).mul(b)), count };
}

/** Standardizes its input by means and variances that are given or adapted to. */
export function normalization(args?: NormalizationArgs): Normalization {
  return new Normalization(args);
}

/** The classes, for loading models. */
export const classes: readonly unknown[] = [Normalization];
