/**
 * Learning rates that change from step to step, with Keras's names, options and
 * formulas.
 *
 * ```ts
 * import { optimizers } from "../mod.ts";
 *
 * const { schedules } = optimizers;
 * // Up to 0.01 in 100 steps, then along a cosine down to 0 in 900
 * const learningRate = new schedules.CosineDecay({
 *   initialLearningRate: 0,
 *   warmupTarget: 0.01,
 *   warmupSteps: 100,
 *   decaySteps: 900,
 * });
 * console.log(learningRate.rateAt(50)); // 0.005
 * ```
 *
 * @module
 */
import { tf } from "../tfjs.ts";
import { CosineDecay, CosineDecayRestarts } from "./cosine_schedules.ts";
import { LearningRateSchedule, requirePositive } from "./schedule.ts";

export * from "./cosine_schedules.ts";
export { LearningRateSchedule };

/** The options of {@linkcode ExponentialDecay}, {@linkcode InverseTimeDecay}. */
export interface DecayConfig {
  /** The first rate. */
  readonly initialLearningRate: number;
  /** The length of a period or, where it ends, of the decay. */
  readonly decaySteps: number;
  /** What a period does to the rate. */
  readonly decayRate: number;
  /** Whether it changes only after each `decaySteps`. Default false. */
  readonly staircase?: boolean;
}

/** The options of {@linkcode PiecewiseConstantDecay}. */
export interface PiecewiseConstantConfig {
  /** Steps at which the next value begins to count after. */
  readonly boundaries: readonly number[];
  /** One value more than boundaries. */
  readonly values: readonly number[];
}

/** The options of {@linkcode PolynomialDecay}. */
export interface PolynomialConfig {
  /** The first rate. */
  readonly initialLearningRate: number;
  /** The length of a period or, where it ends, of the decay. */
  readonly decaySteps: number;
  /** Default 0.0001. */
  readonly endLearningRate?: number;
  /** Default 1: a straight line. */
  readonly power?: number;
  /** Whether it starts again, over twice, thrice … the steps. Default false. */
  readonly cycle?: boolean;
}

/** initialLearningRate · decayRate^(step / decaySteps). */
export class ExponentialDecay extends LearningRateSchedule<DecayConfig> {
  /** Its name in saved models. */
  static readonly className = "ExponentialDecay";

  /** The learning rate of a step. */
  override rateAt(step: number): number {
    const { initialLearningRate, decayRate } = this.config;
    return initialLearningRate * decayRate ** periods(step, this.config);
  }
}

/** initialLearningRate / (1 + decayRate · step / decaySteps). */
export class InverseTimeDecay extends LearningRateSchedule<DecayConfig> {
  /** Its name in saved models. */
  static readonly className = "InverseTimeDecay";

  /** The learning rate of a step. */
  override rateAt(step: number): number {
    const { initialLearningRate, decayRate } = this.config;
    return initialLearningRate / (1 + decayRate * periods(step, this.config));
  }
}

/** `values[0]` up to step `boundaries[0]`, then `values[1]`, and so on. */
export class PiecewiseConstantDecay
  extends LearningRateSchedule<PiecewiseConstantConfig> {
  /** Its name in saved models. */
  static readonly className = "PiecewiseConstantDecay";

  /**
   * Takes the options.
   *
   * @throws {RangeError} if there isn't one value more than boundaries.
   */
  constructor(config: PiecewiseConstantConfig) {
    super(config);
    const { boundaries, values } = config;
    if (values.length === boundaries.length + 1) return;
    throw new RangeError(
      `Cannot make a learning rate schedule: there must be one value more than boundaries: current values are ${values.length} for ${boundaries.length}`,
    );
  }

  /** The learning rate of a step. */
  override rateAt(step: number): number {
    const { boundaries, values } = this.config;
    const index = boundaries.findIndex((boundary) => step <= boundary);
    return values.at(index)!;
  }
}

/** A power of the share of steps that are left, down to `endLearningRate`. */
export class PolynomialDecay extends LearningRateSchedule<PolynomialConfig> {
  /** Its name in saved models. */
  static readonly className = "PolynomialDecay";

  /** The learning rate of a step. */
  override rateAt(step: number): number {
    const {
      initialLearningRate,
      endLearningRate = 0.0001,
      power = 1,
      cycle = false,
    } = this.config;
    requirePositive("decaySteps", this.config.decaySteps);
    const rounds = cycle
      ? Math.max(1, Math.ceil(step / this.config.decaySteps))
      : 1;
    const decaySteps = this.config.decaySteps * rounds;
    const left = 1 - Math.min(step, decaySteps) / decaySteps;
    return (initialLearningRate - endLearningRate) * left ** power +
      endLearningRate;
  }
}

function periods(
  step: number,
  { decaySteps, staircase = false }: DecayConfig,
): number {
  requirePositive("decaySteps", decaySteps);
  return staircase ? Math.floor(step / decaySteps) : step / decaySteps;
}

/** Makes the schedules known to TensorFlow.js, which saves and loads them. */
export function registerSchedules(): void {
  tf.serialization.registerClass(ExponentialDecay);
  tf.serialization.registerClass(InverseTimeDecay);
  tf.serialization.registerClass(PiecewiseConstantDecay);
  tf.serialization.registerClass(PolynomialDecay);
  tf.serialization.registerClass(CosineDecay);
  tf.serialization.registerClass(CosineDecayRestarts);
}
