/** Layers of one operation. @module */
import { tf } from "../../tfjs.ts";
import { seedLayer } from "../seeded.ts";
import { stockLayer } from "../stock.ts";
import { type DataFormat, type LayerOptions, Mapping } from "./layer.ts";

/** The options of `activityRegularization()`. */
export interface ActivityRegularizationArgs extends LayerOptions {
  /** How much the sum of absolute outputs adds to the loss. Default 0. */
  readonly l1?: number;
  /** How much the sum of squared outputs adds to the loss. Default 0. */
  readonly l2?: number;
}

/** The options of `spatialDropout2d()` and `spatialDropout3d()`. */
export interface SpatialDropoutArgs extends LayerOptions {
  /** The part of the channels that is dropped in training. */
  readonly rate: number;
  /** Of the layer's own random numbers. */
  readonly seed?: number | null;
  readonly dataFormat?: DataFormat;
}

/** TensorFlow.js's `Merge`, which takes the inputs' shapes and masks. */
interface Merge {
  mergeFunction(inputs: tf.Tensor[]): tf.Tensor;
}

const Minimum = stockLayer<Merge, LayerOptions>("Minimum");

/** Keras's layer of that name. */
class Subtract extends Minimum {
  /** @nocollapse */
  static override className = "Subtract";

  override build(inputShape: never): void {
    const { length } = inputShape as unknown[];
    if (length === 2) return super.build(inputShape);
    throw new RangeError(
      `Cannot call layer "${this.name}": its inputs must be two: current number is ${length}`,
    );
  }

  override mergeFunction([first, second]: tf.Tensor[]): tf.Tensor {
    return tf.sub(first, second);
  }
}

/** Keras's layer of that name. */
class IdentityLayer extends Mapping<object> {
  /** @nocollapse */
  static className = "Identity";

  constructor(args: LayerOptions = {}) {
    super(args, {});
    this.supportsMasking = true;
  }

  protected override map(x: tf.Tensor): tf.Tensor {
    return x.clone();
  }
}

/** Keras's layer of that name. */
class ActivityRegularization extends Mapping<object> {
  /** @nocollapse */
  static className = "ActivityRegularization";

  constructor(args: ActivityRegularizationArgs = {}) {
    const { l1 = 0, l2 = 0 } = args;
    super(args, { l1, l2 });
    this.supportsMasking = true;
    this.activityRegularizer = tf.regularizers.l1l2({ l1, l2 });
  }

  override getConfig(): tf.serialization.ConfigDict {
    // Made of l1 and l2 anew
    const { activityRegularizer: _, ...config } = super.getConfig();
    return config;
  }

  protected override map(x: tf.Tensor): tf.Tensor {
    return x.clone();
  }
}

/** TensorFlow.js's `Dropout`. */
interface Dropout {
  getNoiseShape(x: tf.Tensor): number[];
  getConfig(): tf.serialization.ConfigDict;
}

const Dropout = stockLayer<Dropout, SpatialDropoutArgs>("Dropout");

abstract class SpatialDropout extends Dropout {
  readonly #dataFormat: DataFormat;

  constructor({ seed, ...args }: SpatialDropoutArgs, rank: number) {
    super(args);
    seedLayer(this, seed);
    this.#dataFormat = args.dataFormat ?? "channelsLast";
    this.inputSpec = [new tf.InputSpec({ ndim: rank + 2 })];
  }

  /** A channel is dropped as a whole. */
  override getNoiseShape({ shape }: tf.Tensor): number[] {
    const channels = this.#dataFormat === "channelsFirst"
      ? 1
      : shape.length - 1;
    return shape.map((size, axis) =>
      axis === 0 || axis === channels ? size : 1
    );
  }

  override getConfig(): tf.serialization.ConfigDict {
    const { noiseShape: _, ...config } = super.getConfig();
    return { ...config, dataFormat: this.#dataFormat };
  }
}

/** Keras's layer of that name. */
class SpatialDropout2D extends SpatialDropout {
  /** @nocollapse */
  static override className = "SpatialDropout2D";
  constructor(args: SpatialDropoutArgs) {
    super(args, 2);
  }
}

/** Keras's layer of that name. */
class SpatialDropout3D extends SpatialDropout {
  /** @nocollapse */
  static override className = "SpatialDropout3D";
  constructor(args: SpatialDropoutArgs) {
    super(args, 3);
  }
}

/** The first of two inputs minus the second. */
export function subtract(args: LayerOptions = {}): tf.layers.Layer {
  return new Subtract(args);
}

/** Its input. */
export function identity(args?: LayerOptions): tf.layers.Layer {
  return new IdentityLayer(args);
}

/** Its input, which adds to the loss. */
export function activityRegularization(
  args?: ActivityRegularizationArgs,
): tf.layers.Layer {
  return new ActivityRegularization(args);
}

/** Drops whole channels of images in training. */
export function spatialDropout2d(args: SpatialDropoutArgs): tf.layers.Layer {
  return new SpatialDropout2D(args);
}

/** Drops whole channels of volumes in training. */
export function spatialDropout3d(args: SpatialDropoutArgs): tf.layers.Layer {
  return new SpatialDropout3D(args);
}

/** The classes, for loading models. */
export const classes: readonly unknown[] = [
  Subtract,
  IdentityLayer,
  ActivityRegularization,
  SpatialDropout2D,
  SpatialDropout3D,
];
