import { tensorFlowBackend } from "../backend/active.ts";
import { isDebugging } from "../backend/engine_state.ts";
import type { RecordingInfo } from "../recording/compile.ts";
import { tf } from "../tfjs.ts";
import {
  canFitArrays,
  type FitArguments,
  fitArrays,
  type FittedModel,
} from "./fit/fit_arrays.ts";
import {
  type Dataset,
  type DatasetFittedModel,
  fitDataset,
  type FitDatasetArguments,
} from "./fit/fit_dataset.ts";
import { type Batch, ModelFunction, type Step } from "./model_function.ts";
import { executionsOf, recordGraphModels } from "./record_graph_models.ts";
import {
  layersState,
  type Model,
  type ModelState,
  testState,
  trainState,
} from "./model_state.ts";

/** TensorFlow.js's `LayersModel`; most members are private. */
interface LayersModel extends Model, FittedModel, DatasetFittedModel {
  readonly inputs: readonly unknown[];
  testFunction: Step;
  /** The model that does a `Sequential`'s work. */
  readonly model?: LayersModel | null;
  makeTrainFunction(): Step;
  makeTestFunction(): void;
  fitLoop(...args: FitArguments): Promise<tf.History>;
  fitDataset(dataset: Dataset, args: FitDatasetArguments): Promise<tf.History>;
  predictLoop(
    inputs: tf.Tensor | tf.Tensor[],
    batchSize?: number,
    verbose?: boolean,
  ): tf.Tensor | tf.Tensor[];
  compile(...args: unknown[]): void;
  dispose(): unknown;
  build(...args: unknown[]): void;
}

/** A model's recorded functions. */
interface Functions {
  readonly train: ModelFunction;
  readonly test: ModelFunction;
  readonly predict: ModelFunction;
}

const functions = new WeakMap<LayersModel, Functions>();

/** The `Sequential` that each inner model works for. */
const owners = new WeakMap<LayersModel, WeakRef<LayersModel>>();

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
  clear(model as unknown as LayersModel);
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
  const found = functions.get(layersModel.model ?? layersModel);
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
    if (this.model) owners.set(this.model, new WeakRef(this));
  };
}

/** Makes the functions that train, evaluate and predict be recorded. */
function recordSteps(prototype: LayersModel): void {
  const { makeTestFunction, predictLoop } = prototype;
  recordTraining(prototype);
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

/** Makes the steps of training be recorded, and begun ahead where fit() takes them. */
function recordTraining(prototype: LayersModel): void {
  const { makeTrainFunction, fitLoop, fitDataset: fitStock } = prototype;
  const steps = new WeakMap<Step, Step>();
  prototype.makeTrainFunction = function (this: LayersModel) {
    const step = makeTrainFunction.call(this);
    const recorded: Step = (batch) =>
      isRecorded(this)
        ? functionsOf(this).train.call(step, batch)
        : step(batch);
    steps.set(recorded, step);
    return recorded;
  };
  const beginsAhead = (model: LayersModel) =>
    isRecorded(model) && !isDebugging() && tensorFlowBackend() !== undefined;
  prototype.fitLoop = function (this: LayersModel, ...args) {
    const step = steps.get(args[0]);
    const stock = fitLoop.bind(this);
    if (!step || !beginsAhead(this) || !canFitArrays(args)) {
      return stock(...args);
    }
    const { train: run } = functionsOf(this);
    return fitArrays(this, stock, { step, run }, args);
  };
  prototype.fitDataset = function (this: LayersModel, dataset, args) {
    const stock = () => fitStock.call(this, dataset, args);
    // Without an optimizer TensorFlow.js refuses it
    if (!beginsAhead(this) || !this.optimizer_) return stock();
    const step = makeTrainFunction.call(this);
    const { train: run } = functionsOf(this);
    return fitDataset(this, stock, { step, run }, dataset, args);
  };
}

/** Makes `compile()` and `dispose()` free the recordings. */
function forgetRecordings(prototype: LayersModel): void {
  const { compile, dispose } = prototype;
  prototype.compile = function (this: LayersModel, ...args) {
    clear(this);
    compile.apply(this, args);
  };
  prototype.dispose = function (this: LayersModel) {
    clear(this);
    return dispose.call(this);
  };
}

/** Runs a step for each batch of the inputs, and joins the outputs. */
function predictInBatches(
  run: Step,
  inputs: tf.Tensor[],
  batchSize: number,
): tf.Tensor[] {
  const count = inputs[0].shape[0]!;
  return tf.tidy(() => {
    if (count <= batchSize) return run(inputs);
    const parts: tf.Tensor[][] = [];
    for (let start = 0; start < count; start += batchSize) {
      const size = Math.min(batchSize, count - start);
      parts.push(tf.tidy(() =>
        run(inputs.map((input) =>
          input.slice(
            [start, ...input.shape.slice(1).map(() => 0)],
            [size, ...input.shape.slice(1)],
          )
        ))
      ));
    }
    return parts[0].map((_, index) =>
      tf.concat(parts.map((outputs) => outputs[index]), 0)
    );
  });
}

function ownerOf(model: LayersModel): LayersModel {
  return owners.get(model)?.deref() ?? model;
}

function isRecorded(model: LayersModel): boolean {
  return switched.get(model) ?? switched.get(ownerOf(model)) ?? isDefault;
}

/** Frees the recordings of a model, and of the one that works for it. */
function clear(model: LayersModel): void {
  const found = functions.get(model);
  if (found) Object.values(found).forEach((each) => each.clear());
  if (model.model && model.model !== model) clear(model.model);
}

function functionsOf(model: LayersModel): Functions {
  const known = functions.get(model);
  if (known) return known;
  const name = () => ownerOf(model).name;
  const create = (verb: string, state: (model: Model) => ModelState) =>
    new ModelFunction(model, name, { verb, state });
  const made = {
    train: create("trains", trainState),
    test: create("evaluates", testState),
    predict: create("predicts", layersState),
  };
  functions.set(model, made);
  return made;
}
