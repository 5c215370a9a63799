import { batchCount, batchesOf, epochOrder } from "../data/batches.ts";
import { createStrength } from "./augmentation/augment.ts";
import type { EpochResult } from "./epoch_result.ts";
import type { Recipe } from "./recipes/recipes.ts";
import { createMomentumSchedule, createSchedule } from "./schedule.ts";
import type { PlannedStep } from "./take_steps.ts";

/** All steps of a run. */
export interface StepPlan {
  readonly stepsPerEpoch: number;
  /**
   * The steps of one epoch.
   *
   * @param epoch From 1.
   * @param from The first step, from 0; later than 0 in an epoch that is resumed.
   */
  stepsOf(epoch: number, from: number): Iterable<PlannedStep>;
}

/**
 * Plans which images each step learns from, and with which settings: both depend
 * only on the recipe and the step's number, so a resumed run plans the same.
 *
 * @param count Number of training images.
 * @param history The epochs so far, a list that grows with the run: the plateau
 * schedule looks at it.
 * @param versions How many versions of the soft targets the epochs take turns with.
 * @throws {RangeError} if the recipe's schedule, batch size or fading is out of
 * range.
 */
export function createStepPlan(
  { epochs, batchSize, seed, schedule, augmentation }: Recipe,
  count: number,
  history: readonly EpochResult[],
  versions?: number,
): StepPlan {
  const stepsPerEpoch = batchCount(count, batchSize);
  const steps = epochs * stepsPerEpoch;
  const rateOf = createSchedule(schedule, steps, stepsPerEpoch, history);
  const momentumOf = createMomentumSchedule(schedule, steps);
  const strengthOf = augmentation && createStrength(augmentation, steps);

  function* plan(
    order: Int32Array<ArrayBuffer>,
    epoch: number,
    from: number,
  ): Generator<PlannedStep> {
    const version = versions && (epoch - 1) % versions;
    let step = (epoch - 1) * stepsPerEpoch + from;
    for (const indices of batchesOf(order, batchSize, { from })) {
      yield {
        indices,
        learningRate: rateOf(step),
        momentum: momentumOf?.(step),
        strength: strengthOf?.(step),
        version,
      };
      step++;
    }
  }

  return {
    stepsPerEpoch,
    stepsOf: (epoch, from) => plan(epochOrder(count, seed, epoch), epoch, from),
  };
}
