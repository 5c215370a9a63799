import { tensorFlowBackend } from "../backend/active.ts";
import { isDebugging } from "../backend/engine_state.ts";
import { addedOptionsOf, addOptions } from "./fit/added_options.ts";
import { canFitArrays, fitArrays } from "./fit/fit_arrays.ts";
import { datasetNeedsOwnLoop, fitDataset } from "./fit/fit_dataset.ts";
import { needsOwnLoop } from "./fit/options.ts";
import { opByOp } from "./fit/train_batches.ts";
import type { Step } from "./model_function.ts";
import { functionsOf, type LayersModel } from "./model_functions.ts";

/**
 * Makes the steps of training be recorded, and begun ahead in `fit()` and
 * `fitDataset()`.
 *
 * @param isRecorded Whether a model is recorded.
 */
export function recordTraining(
  prototype: LayersModel,
  isRecorded: (model: LayersModel) => boolean,
): void {
  addOptions(prototype);
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
    const options = addedOptionsOf(this);
    const isAhead = beginsAhead(this);
    if (
      !step || !canFitArrays(args) || !isAhead && !needsOwnLoop(options)
    ) return stock(...args);
    const run = isAhead ? functionsOf(this).train : opByOp;
    return fitArrays(this, stock, { step, run }, args, options);
  };
  prototype.fitDataset = function (this: LayersModel, dataset, args) {
    const stock = () => fitStock.call(this, dataset, args);
    const isAhead = beginsAhead(this);
    // Without an optimizer TensorFlow.js refuses it
    if (!this.optimizer_ || !isAhead && !datasetNeedsOwnLoop(args)) {
      return stock();
    }
    const step = makeTrainFunction.call(this);
    const run = isAhead ? functionsOf(this).train : opByOp;
    return fitDataset(this, stock, { step, run }, dataset, args);
  };
}
