import { tf } from "../tfjs.ts";
import { Accumulator } from "./accumulator.ts";
import { clip, type ClipOptions, type Gradient } from "./clip.ts";
import { withLiveLearningRate } from "./mended/live_learning_rate.ts";
import { type CommonOptions, requireUsable } from "./options.ts";
import type { LearningRateSchedule } from "./schedule.ts";
import type { Gradients, NamedGradient, StockOptimizer } from "./stock.ts";

/** An optimizer with its settings, which may be assigned. */
export interface Extendable extends StockOptimizer, ClipOptions {
  readonly iterations: number;
  weightDecay: number;
  excludeFromWeightDecay: readonly string[];
  gradientAccumulationSteps: number;
}

/** What an extended optimizer does besides its stock steps. */
export class Extension {
  readonly accumulator = new Accumulator();
  readonly #optimizer: Extendable;
  #schedule: LearningRateSchedule | undefined;

  /** @throws {RangeError} if the options can't be used. */
  constructor(optimizer: Extendable, options: CommonOptions, weightDecay = 0) {
    this.#optimizer = optimizer;
    const { learningRate } = options;
    Object.assign(optimizer, {
      weightDecay: options.weightDecay ?? weightDecay,
      excludeFromWeightDecay: options.excludeFromWeightDecay ?? [],
      gradientAccumulationSteps: options.gradientAccumulationSteps ?? 1,
      clipvalue: options.clipvalue ?? undefined,
      clipnorm: options.clipnorm ?? undefined,
      globalClipnorm: options.globalClipnorm ?? undefined,
    });
    requireUsable(optimizer as CommonOptions);
    if (typeof learningRate === "object") this.#follow(learningRate);
  }

  /** Makes the learning rate the schedule's until one is assigned. */
  #follow(schedule: LearningRateSchedule): void {
    this.#schedule = schedule;
    const property = { enumerable: true, configurable: true };
    Object.defineProperty(this.#optimizer, "learningRate", {
      ...property,
      get: () => this.rateAhead(0),
      set: (value) => {
        this.#schedule = undefined;
        Object.defineProperty(this.#optimizer, "learningRate", {
          ...property,
          writable: true,
          value,
        });
      },
    });
  }

  /** The learning rate after so many more calls. */
  rateAhead(calls: number): number {
    const optimizer = this.#optimizer;
    return this.#schedule?.rateAt(
      this.stepsAfter(optimizer.iterations + calls),
    ) ?? optimizer.learningRate;
  }

  /** The number of steps that so many calls take. */
  stepsAfter(calls: number): number {
    return Math.floor(calls / this.#optimizer.gradientAccumulationSteps);
  }

  /**
   * Takes a call's gradients.
   *
   * @param apply The stock step.
   * @param skip Counts a call without a step.
   */
  apply(
    gradients: Gradients,
    apply: (gradients: readonly NamedGradient[]) => void,
    skip: () => void,
  ): void {
    const optimizer = this.#optimizer;
    const update = (gradients: readonly Gradient[]) => {
      const clipped = clip(gradients, optimizer);
      if (optimizer.weightDecay !== 0) this.#decay(clipped);
      apply(clipped);
    };
    const given = present(gradients);
    tf.tidy(() => {
      if (optimizer.gradientAccumulationSteps === 1) return update(given);
      const steps = { create: apply, update, skip };
      this.accumulator.add(given, optimizer, steps);
    });
  }

  #decay(gradients: readonly Gradient[]): void {
    const optimizer = this.#optimizer;
    const { weightDecay, excludeFromWeightDecay } = optimizer;
    withLiveLearningRate(optimizer, () => {
      const rate = tf.scalar(optimizer.learningRate);
      const share = tf.sub(1, tf.mul(rate, weightDecay));
      for (const { name } of gradients) {
        if (excludeFromWeightDecay.some((part) => name.includes(part))) {
          continue;
        }
        const variable = tf.engine().registeredVariables[name];
        variable.assign(tf.mul(variable, share));
      }
    });
  }

  /** The settings, to be saved. */
  get config(): tf.serialization.ConfigDict {
    const optimizer = this.#optimizer;
    const schedule = this.#schedule;
    return {
      learningRate: schedule
        ? { className: schedule.getClassName(), config: schedule.getConfig() }
        : optimizer.learningRate,
      weightDecay: optimizer.weightDecay,
      // TensorFlow.js changes strings when it loads them, except for names
      excludeFromWeightDecay: optimizer.excludeFromWeightDecay
        .map((name) => ({ name })),
      gradientAccumulationSteps: optimizer.gradientAccumulationSteps,
      clipvalue: optimizer.clipvalue ?? null,
      clipnorm: optimizer.clipnorm ?? null,
      globalClipnorm: optimizer.globalClipnorm ?? null,
    };
  }
}

/** The gradients that are not null. */
function present(gradients: Gradients): readonly Gradient[] {
  const given = Array.isArray(gradients)
    ? gradients as readonly Gradient[]
    : Object.entries(gradients).map(([name, tensor]) => ({ name, tensor }));
  return given.filter(({ tensor }) => tensor);
}
