/**
 * How well a trained network does, and what it looks at.
 *
 * @module
 */
export type { DeviceDigits } from "../model/input.ts";
export type { Normalization } from "../model/normalization.ts";
export { evaluate, type EvaluationOptions, Evaluator } from "./evaluate.ts";
export { type Evaluation, type Score, score } from "./score.ts";
export {
  featureMaps,
  type Grid,
  kernelsOf,
  type LayerMaps,
  layersWithMaps,
} from "./feature_maps.ts";
export { gradCam } from "./grad_cam.ts";
export {
  type Calibration,
  calibration,
  type CalibrationBin,
  type ClassMetrics,
  classMetrics,
  type ConfusionMatrix,
  confusionMatrix,
} from "./metrics.ts";
export {
  type BootstrapOptions,
  type ProportionInterval,
  wilsonInterval,
  writersInterval,
} from "./confidence_intervals.ts";
export { confidences, type Mistake, mistakes } from "./mistakes.ts";
export { NINE_VIEWS, type View } from "./test_time_augmentation.ts";
