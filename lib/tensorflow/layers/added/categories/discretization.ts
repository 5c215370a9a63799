/** Keras's `Discretization`: numbers as bins. @module */
import { tf } from "../../../tfjs.ts";
import { type LayerOptions, Mapping, type Shape } from "../layer.ts";
import { encode, encodedShape, type OutputMode } from "./encode.ts";

/** The options of `discretization()`. */
export interface DiscretizationArgs extends LayerOptions {
  /** Where one bin ends and the next begins, in ascending order. */
  readonly binBoundaries: number[];
  /**
   * The bin's number, one-hot, or which bins an example has, or how often. Default
   * "int".
   */
  readonly outputMode?: OutputMode;
}

class Discretization extends Mapping<object> {
  /** @nocollapse */
  static className = "Discretization";
  readonly #boundaries: number[];
  readonly #mode: string;

  constructor(args: DiscretizationArgs) {
    const { binBoundaries, outputMode = "int" } = args;
    super(args, { binBoundaries, outputMode });
    this.#boundaries = binBoundaries;
    this.#mode = outputMode;
    if (Array.isArray(binBoundaries)) return;
    throw this.refusal("binBoundaries", "a list of numbers", binBoundaries);
  }

  protected override map(x: tf.Tensor): tf.Tensor {
    const depth = this.#boundaries.length + 1;
    const bins = x.expandDims(-1)
      .greaterEqual(tf.tensor1d(this.#boundaries, "float32"))
      .cast("int32").sum(-1) as tf.Tensor;
    return encode(bins, this.#mode, depth);
  }

  protected override mapShape(shape: Shape): Shape {
    return encodedShape(shape, this.#mode, this.#boundaries.length + 1);
  }
}

/** Which of the bins between boundaries each number is in. */
export function discretization(args: DiscretizationArgs): tf.layers.Layer {
  return new Discretization(args);
}

/** The classes, for loading models. */
export const classes: readonly unknown[] = [Discretization];
