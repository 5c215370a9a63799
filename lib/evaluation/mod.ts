/**
 * What a trained network is worth, and what it sees.
 *
 * @module
 */
export {
  evaluate,
  type Evaluation,
  type EvaluationOptions,
  Evaluator,
  score,
} from "./evaluate.ts";
export {
  featureMaps,
  gradCam,
  type Grid,
  kernelsOf,
  type LayerMaps,
  layersWithMaps,
} from "./inside.ts";
export {
  type Calibration,
  calibration,
  type CalibrationBin,
  type ClassMetrics,
  classMetrics,
  type ConfusionMatrix,
  confusionMatrix,
  type ProportionInterval,
  wilsonInterval,
} from "./metrics.ts";
export { confidences, type Mistake, mistakes } from "./mistakes.ts";
export { NINE_VIEWS, type View } from "./views.ts";
