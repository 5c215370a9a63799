/**
 * TensorFlow.js's optimizers with what Keras's have: decoupled weight decay,
 * clipped gradients, accumulated gradients and learning rate schedules, op by op
 * and recorded. They go where a `tf.Optimizer` goes, and are saved with a model.
 *
 * ```ts
 * import { optimizers, tf } from "../mod.ts";
 *
 * const model = tf.sequential({
 *   layers: [tf.layers.dense({ units: 1, inputShape: [3] })],
 * });
 * model.compile({
 *   optimizer: new optimizers.AdamW({
 *     learningRate: new optimizers.schedules.CosineDecay({
 *       initialLearningRate: 0.01,
 *       decaySteps: 1000,
 *     }),
 *     weightDecay: 0.01,
 *     globalClipnorm: 1,
 *   }),
 *   loss: "meanSquaredError",
 * });
 * ```
 *
 * @module
 */
import { tf } from "../tfjs.ts";
import { LionOptimizer } from "./added/lion.ts";
import { NadamOptimizer } from "./added/nadam.ts";
import { nameOptimizers } from "./by_name.ts";
import {
  extend,
  type ExtendedClass,
  type ExtendedOptimizer,
} from "./extended.ts";
import type { CommonOptions } from "./options.ts";
import { registerSchedules } from "./schedules.ts";

export type { CommonOptions, ExtendedClass, ExtendedOptimizer };
export type { ClipOptions } from "./clip.ts";
export { clipByGlobalNorm, globalNorm } from "./clip.ts";
export * as schedules from "./schedules.ts";

/** The options of {@linkcode Adam}. */
export interface AdamOptions extends CommonOptions {
  /** How much of the mean gradient stays at each step. Default 0.9. */
  readonly beta1?: number;
  /** How much of the mean squared gradient stays. Default 0.999. */
  readonly beta2?: number;
  /** Added to what a step is divided by. Default 1e-7. */
  readonly epsilon?: number;
}

/** The options of {@linkcode Lion}. */
export interface LionOptions extends CommonOptions {
  /** How much of the mean gradient counts for a step's direction. Default 0.9. */
  readonly beta1?: number;
  /** How much of the mean gradient stays at each step. Default 0.99. */
  readonly beta2?: number;
}

/** The options of {@linkcode Adamax}. */
export interface AdamaxOptions extends AdamOptions {
  /** Divides the learning rate by 1 + decay · iterations. Default 0. */
  readonly decay?: number;
}

/** The options of {@linkcode Momentum}. */
export interface MomentumOptions extends CommonOptions {
  /** How much of the last step stays. Default 0.9. */
  readonly momentum?: number;
  /** Whether the gradient is taken ahead (Nesterov). Default false. */
  readonly useNesterov?: boolean;
}

/** The options of {@linkcode Adagrad}. */
export interface AdagradOptions extends CommonOptions {
  /** The first sum of squared gradients. Default 0.1. */
  readonly initialAccumulatorValue?: number;
}

/** The options of {@linkcode Adadelta}. */
export interface AdadeltaOptions extends CommonOptions {
  /** How much of the mean squares stays at each step. Default 0.95. */
  readonly rho?: number;
  /** Added to what a step is divided by. Default 1e-7. */
  readonly epsilon?: number;
}

/** The options of {@linkcode RMSProp}. */
export interface RMSPropOptions extends CommonOptions {
  /** How much of the mean squared gradient stays. Default 0.9. */
  readonly decay?: number;
  /** How much of the last step stays. Default 0. */
  readonly momentum?: number;
  /** Added to what a step is divided by. Default 1e-7. */
  readonly epsilon?: number;
  /** Whether it divides by the deviation of the gradients. Default false. */
  readonly centered?: boolean;
}

const adam = { learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: null };

/** `tf.train.sgd()` with {@linkcode CommonOptions}. */
export const SGD: ExtendedClass<CommonOptions> = extend(
  "ExtendedSGD",
  tf.SGDOptimizer,
  { learningRate: 0.01 },
);

/** `tf.train.momentum()` with {@linkcode CommonOptions}. */
export const Momentum: ExtendedClass<MomentumOptions> = extend(
  "ExtendedMomentum",
  tf.MomentumOptimizer,
  { learningRate: 0.01, momentum: 0.9, useNesterov: false },
);

/** `tf.train.adagrad()` with {@linkcode CommonOptions}. */
export const Adagrad: ExtendedClass<AdagradOptions> = extend(
  "ExtendedAdagrad",
  tf.AdagradOptimizer,
  { learningRate: 0.001, initialAccumulatorValue: 0.1 },
);

/** `tf.train.adadelta()` with {@linkcode CommonOptions}. */
export const Adadelta: ExtendedClass<AdadeltaOptions> = extend(
  "ExtendedAdadelta",
  tf.AdadeltaOptimizer,
  { learningRate: 0.001, rho: 0.95, epsilon: null },
);

/** `tf.train.adam()` with {@linkcode CommonOptions}. */
export const Adam: ExtendedClass<AdamOptions> = extend(
  "ExtendedAdam",
  tf.AdamOptimizer,
  adam,
);

/** `tf.train.adamax()` with {@linkcode CommonOptions}. */
export const Adamax: ExtendedClass<AdamaxOptions> = extend(
  "ExtendedAdamax",
  tf.AdamaxOptimizer,
  { ...adam, decay: 0 },
);

/** `tf.train.rmsprop()` with {@linkcode CommonOptions}. */
export const RMSProp: ExtendedClass<RMSPropOptions> = extend(
  "ExtendedRMSProp",
  tf.RMSPropOptimizer,
  {
    learningRate: 0.001,
    decay: 0.9,
    momentum: 0,
    epsilon: null,
    centered: false,
  },
);

/** {@linkcode Adam} with a `weightDecay` of 0.004 by default, as in Keras. */
export const AdamW: ExtendedClass<AdamOptions> = extend(
  "AdamW",
  tf.AdamOptimizer,
  adam,
  0.004,
);

/** Adam with Nesterov's momentum, as in Keras. */
export const Nadam: ExtendedClass<AdamOptions> = extend(
  "Nadam",
  NadamOptimizer,
  adam,
);

/**
 * Steps that all have the size of the learning rate, in the direction of the mean
 * gradient's sign, as in Keras.
 */
export const Lion: ExtendedClass<LionOptions> = extend(
  "Lion",
  LionOptimizer,
  { learningRate: 0.001, beta1: 0.9, beta2: 0.99 },
);

/** Makes optimizers and schedules known to TensorFlow.js, by name and to be loaded. */
export function registerOptimizers(): void {
  registerSchedules();
  const classes = [
    SGD,
    Momentum,
    Adagrad,
    Adadelta,
    Adam,
    Adamax,
    RMSProp,
    AdamW,
    Nadam,
    Lion,
  ];
  for (const each of classes) {
    tf.serialization.registerClass(each as never);
  }
  nameOptimizers({
    adamw: AdamW,
    lion: Lion,
    momentum: Momentum,
    nadam: Nadam,
  });
}
