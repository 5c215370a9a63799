/**
 * What TensorFlow.js's optimizers lack, or have wrong or slow, mended in place: in their
 * prototypes, so that any program gets it.
 *
 * @module
 */
import { saveAdamaxState } from "./adamax.ts";
import { readLearningRatesAtEachCall } from "./live_learning_rate.ts";
import { mendSetMomentum } from "./momentum.ts";
import { updateSmallVariablesAtOnce } from "./one_vector.ts";
import { countRecordedSteps } from "./recorded_steps.ts";
import { keepStateByVariable } from "./state_by_variable.ts";
import { mendSteps } from "./steps.ts";

/** Mends the stock optimizers. */
export function mendOptimizers(): void {
  countRecordedSteps();
  mendSteps();
  updateSmallVariablesAtOnce(); // Innermost: it needs the order of the states
  readLearningRatesAtEachCall();
  mendSetMomentum();
  saveAdamaxState();
  keepStateByVariable();
}
