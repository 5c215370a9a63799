import type { RecordingInfo } from "../recording/compile.ts";
import { tf } from "../tfjs.ts";
import type { Batch, Step } from "./model_function.ts";
import {
  clearFunctions,
  functionsOf,
  knownFunctionsOf,
  type LayersModel,
  ownerOf,
  setOwner,
} from "./model_functions.ts";
import { predictInBatches } from "../layers/mended/models/predict_in_batches.ts";
import { executionsOf, recordGraphModels } from "./record_graph_models.ts";
import { recordTraining } from "./record_training.ts";

/** The models for which recording was switched on or off. */
const switched = new WeakMap<object, boolean>();

let isDefault = true;

/**
 * Switches recording on or off for one model: its `fit()`, `fitDataset()`,
 * `trainOnBatch()`, `evaluate()` and `predict()`, or a graph model's `predict()`,
 * `execute()` and `executeAsync()`. By default these run op by op
 * for the first batch of a shape and are recorded at the second. Switch it off
 * where a loss or layer of yours computes with numbers of JavaScript that
 * change between two steps.
 */
export function recordModel(
  model: tf.LayersModel | tf.GraphModel,
  enabled: boolean,
): void {
  switched.set(model, enabled);
  if (enabled) return;
  executionsOf(model)?.clear();
  clearFunctions(model as unknown as LayersModel);
}

/** The recordings of a model's steps. */
export interface ModelRecordings {
  /** Of `fit()`, `fitDataset()` and `trainOnBatch()`. */
  readonly train: readonly RecordingInfo[];
  /** Of `evaluate()`, `evaluateDataset()` and the validation within `fit()`. */
  readonly test: readonly RecordingInfo[];
  /**
   * Of `predict()` and `predictOnBatch()`; of a graph model's `predict()`,
   * `execute()` and `executeAsync()`.
   */
  readonly predict: readonly RecordingInfo[];
}

/** The recordings of a model's steps that are kept at present. */
export function modelRecordings(
  model: tf.LayersModel | tf.GraphModel,
): ModelRecordings {
  const layersModel = model as unknown as LayersModel;
  const found = knownFunctionsOf(layersModel.model ?? layersModel);
  return {
    train: found?.train.list() ?? [],
    test: found?.test.list() ?? [],
    predict: (found?.predict ?? executionsOf(model))?.list() ?? [],
  };
}

/**
 * Makes TensorFlow.js's models record their steps.
 *
 * @param enabled Whether the models that {@linkcode recordModel} doesn't name do
 * so.
 */
export function recordModels(enabled: boolean): void {
  isDefault = enabled;
  recordGraphModels((model) => switched.get(model) ?? isDefault);
  recordSteps(tf.LayersModel.prototype as unknown as LayersModel);
  forgetRecordings(tf.LayersModel.prototype as unknown as LayersModel);
  const sequential = tf.Sequential.prototype as unknown as LayersModel;
  const { build } = sequential;
  sequential.build = function (this: LayersModel, ...args) {
    build.apply(this, args);
    if (this.model) setOwner(this.model, this);
  };
}

/** Makes the functions that train, evaluate and predict be recorded. */
function recordSteps(prototype: LayersModel): void {
  const { makeTestFunction, predictLoop } = prototype;
  recordTraining(prototype, isRecorded);
  prototype.makeTestFunction = function (this: LayersModel) {
    makeTestFunction.call(this);
    const step = this.testFunction;
    this.testFunction = (batch) =>
      isRecorded(this) ? functionsOf(this).test.call(step, batch) : step(batch);
  };
  prototype.predictLoop = function (
    this: LayersModel,
    inputs,
    batchSize = 32,
    verbose = false,
  ) {
    if (verbose || !isRecorded(this)) {
      return predictLoop.call(this, inputs, batchSize, verbose);
    }
    const step: Step = (batch) =>
      [predictLoop.call(this, batch as tf.Tensor[], batchSize)].flat();
    const run = (batch: Batch) => functionsOf(this).predict.call(step, batch);
    const outputs = predictInBatches(run, [inputs].flat(), batchSize);
    return outputs.length === 1 ? outputs[0] : outputs;
  };
}

/** Makes `compile()` and `dispose()` free the recordings. */
function forgetRecordings(prototype: LayersModel): void {
  const { compile, dispose } = prototype;
  prototype.compile = function (this: LayersModel, ...args) {
    clearFunctions(this);
    compile.apply(this, args);
  };
  prototype.dispose = function (this: LayersModel) {
    clearFunctions(this);
    return dispose.call(this);
  };
}

function isRecorded(model: LayersModel): boolean {
  return switched.get(model) ?? switched.get(ownerOf(model)) ?? isDefault;
}
