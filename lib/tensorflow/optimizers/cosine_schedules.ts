import { LearningRateSchedule, requirePositive } from "./schedule.ts";

/** The options of {@linkcode CosineDecay}. */
export interface CosineConfig {
  /** The first rate; with a warm-up, the one that it starts from. */
  readonly initialLearningRate: number;
  /** Steps of the decay, after the warm-up. */
  readonly decaySteps: number;
  /** The last rate as a share of the highest. Default 0. */
  readonly alpha?: number;
  /** The highest rate. Default none: no warm-up. */
  readonly warmupTarget?: number | null;
  /** Default 0. */
  readonly warmupSteps?: number;
}

/** The options of {@linkcode CosineDecayRestarts}. */
export interface CosineRestartsConfig {
  /** The first rate. */
  readonly initialLearningRate: number;
  /** Steps of the first decay. */
  readonly firstDecaySteps: number;
  /** Each decay's steps as a multiple of those before. Default 2. */
  readonly tMul?: number;
  /** Each decay's first rate as a multiple of the one before. Default 1. */
  readonly mMul?: number;
  /** The last rate as a share of the first. Default 0. */
  readonly alpha?: number;
}

/**
 * Half a cosine down to `alpha` times the highest rate, after a straight line up
 * to `warmupTarget` if there is one (Loshchilov and Hutter 2017).
 */
export class CosineDecay extends LearningRateSchedule<CosineConfig> {
  /** Its name in saved models. */
  static readonly className = "CosineDecay";

  /** The learning rate of a step. */
  override rateAt(step: number): number {
    const {
      initialLearningRate,
      decaySteps,
      alpha = 0,
      warmupTarget,
      warmupSteps = 0,
    } = this.config;
    requirePositive("decaySteps", decaySteps);
    if (warmupTarget === undefined || warmupTarget === null) {
      return initialLearningRate * cosine(step / decaySteps, alpha);
    }
    if (step < warmupSteps) {
      return initialLearningRate +
        (warmupTarget - initialLearningRate) * step / warmupSteps;
    }
    return warmupTarget * cosine((step - warmupSteps) / decaySteps, alpha);
  }
}

/** {@linkcode CosineDecay} that starts again, each time over more steps. */
export class CosineDecayRestarts
  extends LearningRateSchedule<CosineRestartsConfig> {
  /** Its name in saved models. */
  static readonly className = "CosineDecayRestarts";

  /** The learning rate of a step. */
  override rateAt(step: number): number {
    const {
      initialLearningRate,
      firstDecaySteps,
      tMul = 2,
      mMul = 1,
      alpha = 0,
    } = this.config;
    requirePositive("firstDecaySteps", firstDecaySteps);
    if (!(tMul >= 1)) {
      throw new RangeError(
        `Cannot make a learning rate schedule: tMul must be at least 1: current value is ${tMul}`,
      );
    }
    let start = 0;
    let steps = firstDecaySteps;
    let height = 1;
    while (step >= start + steps) {
      start += steps;
      steps *= tMul;
      height *= mMul;
    }
    const share = height * cosine((step - start) / steps, 0);
    return initialLearningRate * ((1 - alpha) * share + alpha);
  }
}

/** From 1 down to alpha while `done` goes from 0 to 1. */
function cosine(done: number, alpha: number): number {
  const share = (1 + Math.cos(Math.PI * Math.min(done, 1))) / 2;
  return (1 - alpha) * share + alpha;
}
