/** Layers that normalize by their input. @module */
import { tf } from "../../tfjs.ts";
import { axesOf, type LayerOptions, Mapping, type Shape } from "./layer.ts";
import {
  type ScaleOptions,
  scaleSettings,
  type WeightSettings,
} from "./weights.ts";

/** The options of `unitNormalization()`. */
export interface UnitNormalizationArgs extends LayerOptions {
  /** The axes of each vector. Default -1. */
  readonly axis?: number | number[];
}

/** The options of `rmsNormalization()`. */
export interface RMSNormalizationArgs extends LayerOptions {
  /** The axes of each vector. Default -1. */
  readonly axis?: number | number[];
  /** Added to the mean square. Default 1e-6. */
  readonly epsilon?: number;
}

/** The options of `groupNormalization()`. */
export interface GroupNormalizationArgs extends LayerOptions, ScaleOptions {
  /** How many groups the channels are in; -1: as many as channels. Default 32. */
  readonly groups?: number;
  /** The axis of the channels. Default -1. */
  readonly axis?: number;
  /** Added to the variance. Default 0.001. */
  readonly epsilon?: number;
  /** Whether a learned mean is added. Default true. */
  readonly center?: boolean;
  /** Whether it is multiplied by a learned scale. Default true. */
  readonly scale?: boolean;
}

/** Keras's layer of that name. */
class UnitNormalization extends Mapping<{ axis: number | number[] }> {
  /** @nocollapse */
  static className = "UnitNormalization";

  constructor(args: UnitNormalizationArgs = {}) {
    super(args, { axis: args.axis ?? -1 });
    this.supportsMasking = true;
  }

  protected override map(x: tf.Tensor): tf.Tensor {
    const axes = axesOf(this.settings.axis, x.rank);
    return x.mul(x.square().sum(axes, true).maximum(1e-12).rsqrt());
  }
}

/** Keras's layer of that name: Zhang and Sennrich 2019. */
class RMSNormalization
  extends Mapping<{ axis: number | number[]; epsilon: number }> {
  /** @nocollapse */
  static className = "RMSNormalization";
  #scale: tf.LayerVariable | undefined;

  constructor(args: RMSNormalizationArgs = {}) {
    super(args, { axis: args.axis ?? -1, epsilon: args.epsilon ?? 1e-6 });
    this.supportsMasking = true;
  }

  override build(inputShape: Shape): void {
    const axes = axesOf(this.settings.axis, inputShape.length);
    const shape = axes.map((axis) => inputShape[axis]);
    this.#scale = this.addWeight(
      "scale",
      shape,
      "float32",
      tf.initializers.ones() as never,
    );
    this.built = true;
  }

  protected override map(x: tf.Tensor): tf.Tensor {
    const { axis, epsilon } = this.settings;
    const axes = axesOf(axis, x.rank);
    const shape = x.shape.map((size, i) => axes.includes(i) ? size : 1);
    const root = x.square().mean(axes, true).add(epsilon).rsqrt();
    return x.mul(root).mul(this.#scale!.read().reshape(shape));
  }
}

/** Keras's layer of that name: Wu and He 2018. */
class GroupNormalization extends Mapping<object> {
  /** @nocollapse */
  static className = "GroupNormalization";
  readonly #args: Required<
    Pick<
      GroupNormalizationArgs,
      "groups" | "axis" | "epsilon" | "center" | "scale"
    >
  >;
  readonly #weights: WeightSettings;
  #gamma: tf.LayerVariable | undefined;
  #beta: tf.LayerVariable | undefined;

  constructor(args: GroupNormalizationArgs = {}) {
    const { groups = 32, axis = -1, epsilon = 1e-3 } = args;
    const { center = true, scale = true } = args;
    const weights = scaleSettings(args);
    const own = { groups, axis, epsilon, center, scale };
    super(args, { ...own, ...weights.config });
    this.supportsMasking = true;
    this.#args = own;
    this.#weights = weights;
  }

  override build(inputShape: Shape): void {
    const [axis] = axesOf(this.#args.axis, inputShape.length);
    const size = inputShape[axis];
    const groups = this.#groups(size ?? 0);
    if (!size || groups < 1 || size % groups !== 0) {
      throw this.refusal(
        "groups",
        `a divisor of the ${size} channels`,
        this.#args.groups,
      );
    }
    if (this.#args.scale) this.#gamma = this.#add("gamma", size);
    if (this.#args.center) this.#beta = this.#add("beta", size);
    this.built = true;
  }

  #groups(channels: number): number {
    return this.#args.groups === -1 ? channels : this.#args.groups;
  }

  #add(name: "gamma" | "beta", size: number): tf.LayerVariable {
    const { found } = this.#weights;
    return this.addWeight(
      name,
      [size],
      "float32",
      found[`${name}Initializer`] as never,
      found[`${name}Regularizer`] as never,
      true,
      found[`${name}Constraint`] as never,
    );
  }

  protected override map(x: tf.Tensor): tf.Tensor {
    const [axis] = axesOf(this.#args.axis, x.rank);
    const size = x.shape[axis];
    const groups = this.#groups(size);
    const grouped = x.reshape([
      ...x.shape.slice(0, axis),
      groups,
      size / groups,
      ...x.shape.slice(axis + 1),
    ]);
    const axes = grouped.shape.map((_, i) => i)
      .filter((i) => i !== 0 && i !== axis);
    const mean = grouped.mean(axes, true);
    const centered = grouped.sub(mean);
    const variance = centered.square().mean(axes, true);
    const normalized = centered.mul(variance.add(this.#args.epsilon).rsqrt())
      .reshape(x.shape);
    const shape = x.shape.map((size, i) => i === axis ? size : 1);
    const scaled = this.#gamma
      ? normalized.mul(this.#gamma.read().reshape(shape))
      : normalized;
    return this.#beta ? scaled.add(this.#beta.read().reshape(shape)) : scaled;
  }
}

/** Vectors of length 1. */
export function unitNormalization(
  args?: UnitNormalizationArgs,
): tf.layers.Layer {
  return new UnitNormalization(args);
}

/** Vectors with a mean square of 1, times a learned scale. */
export function rmsNormalization(args?: RMSNormalizationArgs): tf.layers.Layer {
  return new RMSNormalization(args);
}

/** Groups of channels with mean 0 and variance 1, scaled and centered as learned. */
export function groupNormalization(
  args?: GroupNormalizationArgs,
): tf.layers.Layer {
  return new GroupNormalization(args);
}

/** The classes, for loading models. */
export const classes: readonly unknown[] = [
  UnitNormalization,
  RMSNormalization,
  GroupNormalization,
];
