import type { tf } from "../tfjs.ts";
import type { FitArguments, FittedModel } from "./fit/fit_arrays.ts";
import type {
  Dataset,
  DatasetFittedModel,
  FitDatasetArguments,
} from "./fit/fit_dataset.ts";
import { ModelFunction, type Step } from "./model_function.ts";
import {
  layersState,
  type Model,
  type ModelState,
  testState,
  trainState,
} from "./model_state.ts";

/** TensorFlow.js's `LayersModel`; most members are private. */
export interface LayersModel extends Model, FittedModel, DatasetFittedModel {
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
export interface Functions {
  readonly train: ModelFunction;
  readonly test: ModelFunction;
  readonly predict: ModelFunction;
}

const functions = new WeakMap<LayersModel, Functions>();

/** The `Sequential` that each inner model works for. */
const owners = new WeakMap<LayersModel, WeakRef<LayersModel>>();

/** Notes that a model works for a `Sequential`. */
export function setOwner(model: LayersModel, owner: LayersModel): void {
  owners.set(model, new WeakRef(owner));
}

/** The `Sequential` that a model works for, or the model itself. */
export function ownerOf(model: LayersModel): LayersModel {
  return owners.get(model)?.deref() ?? model;
}

/** A model's recorded functions, if it has any yet. */
export function knownFunctionsOf(model: LayersModel): Functions | undefined {
  return functions.get(model);
}

/** A model's recorded functions, made at the first use. */
export function functionsOf(model: LayersModel): Functions {
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

/** Frees the recordings of a model, and of the one that works for it. */
export function clearFunctions(model: LayersModel): void {
  const found = functions.get(model);
  if (found) Object.values(found).forEach((each) => each.clear());
  if (model.model && model.model !== model) clearFunctions(model.model);
}
