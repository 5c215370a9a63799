import { tensorFlowBackend } from "../backend/active.ts";
import { isDebugging } from "../backend/engine_state.ts";
import { canFitArrays, fitArrays } from "./fit/fit_arrays.ts";
import { fitDataset } from "./fit/fit_dataset.ts";
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
