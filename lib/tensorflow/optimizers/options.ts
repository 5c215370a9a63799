import type { ClipOptions } from "./clip.ts";
import {
  type LearningRateSchedule,
  type SavedSchedule,
  scheduleFrom,
} from "./schedule.ts";

/** What every optimizer here takes, with Keras's names. */
export interface CommonOptions extends ClipOptions {
  /** A number, or one that changes from step to step. */
  readonly learningRate?: number | LearningRateSchedule;
  /**
   * Before a step each weight loses this share of itself times the learning rate
   * (Loshchilov and Hutter, "Decoupled weight decay regularization", 2019).
   */
  readonly weightDecay?: number;
  /** Weights keep their size if their name has one of these parts: `"bias"`. */
  readonly excludeFromWeightDecay?: readonly string[];
  /**
   * So many calls add up their gradients; the last of them takes one step with
   * their mean. Schedules count these steps. Default 1.
   */
  readonly gradientAccumulationSteps?: number;
}

/** An optimizer's configuration, as it is saved. */
export type Config = Record<string, unknown>;

/** The options of a saved configuration. */
export function optionsOf(config: Config): CommonOptions {
  const { learningRate, excludeFromWeightDecay } = config as {
    learningRate: number | SavedSchedule;
    excludeFromWeightDecay?: (string | { name: string })[] | null;
  };
  return {
    ...config,
    learningRate: typeof learningRate === "object"
      ? scheduleFrom(learningRate)
      : learningRate,
    excludeFromWeightDecay: excludeFromWeightDecay
      ?.map((each) => typeof each === "string" ? each : each.name),
    weightDecay: (config.weightDecay as number | null) ?? 0,
    gradientAccumulationSteps:
      config.gradientAccumulationSteps as number | null ?? undefined,
  };
}

/** @throws {RangeError} if options are out of range or contradict each other. */
export function requireUsable(options: CommonOptions): void {
  const { gradientAccumulationSteps: steps = 1, weightDecay = 0 } = options;
  const clips = (["clipvalue", "clipnorm", "globalClipnorm"] as const)
    .filter((name) => options[name] !== undefined);
  const problem = !(Number.isInteger(steps) && steps > 0)
    ? `gradientAccumulationSteps must be a whole number above 0: current value is ${steps}`
    : !(weightDecay >= 0)
    ? `weightDecay must not be below 0: current value is ${weightDecay}`
    : clips.length > 1
    ? `at most one way of clipping may be given: current options are ${
      clips.join(", ")
    }`
    : clips.some((name) => !(options[name]! > 0))
    ? `${clips[0]} must be above 0: current value is ${options[clips[0]]}`
    : undefined;
  if (problem) throw new RangeError(`Cannot make an optimizer: ${problem}`);
}
