/**
 * What TensorFlow.js's models lack, or have wrong, when they are compiled, train and
 * are evaluated.
 *
 * @module
 */
import { mendAbsentTargets } from "./absent_targets.ts";
import { mendCallbacks } from "./callbacks.ts";
import { mendConstraints } from "./constraints.ts";
import { mendEarlyStopping } from "./early_stopping.ts";
import { mendLosses } from "./losses.ts";
import { mendSampleWeight } from "./sample_weight.ts";
import { mendTrainable } from "./trainable.ts";
import { mendTrainingConfig } from "./training_config.ts";

/** Mends how models train. */
export function mendTraining(): void {
  mendAbsentTargets();
  mendCallbacks();
  mendConstraints();
  mendEarlyStopping();
  mendLosses();
  mendSampleWeight();
  mendTrainable();
  mendTrainingConfig();
}
