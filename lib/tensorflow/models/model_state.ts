import { isKnownOptimizer } from "../optimizers/known.ts";
import { tf } from "../tfjs.ts";

/** An object of TensorFlow.js with all its members. */
type Members = Record<string, unknown>;

/** The members of TensorFlow.js's models that are used here; most are private. */
export interface Model extends Members {
  readonly name: string;
  readonly layers: readonly Members[];
  readonly optimizer_?: Optimizer;
  readonly lossFunctions?: readonly unknown[];
  readonly metricsTensors?: readonly (readonly unknown[])[];
  readonly collectedTrainableWeights?: readonly LayerVariable[];
}

/** A weight of a layer. */
interface LayerVariable {
  read(): Members & tf.Variable;
}

/** The members of optimizers that are used here. */
interface Optimizer extends Members {
  iterations_?: number;
}

/** Where a value of JavaScript stands that a recorded step depends on. */
export interface StateEntry {
  readonly owner: Members;
  readonly key: string;
  readonly value: unknown;
}

/** What a recorded step of a model depends on besides tensors and weights. */
export type ModelState = readonly StateEntry[];

/** A layer's members that hold other layers. */
const inner = ["layer", "forwardLayer", "backwardLayer", "cell", "cells"];

/**
 * An optimizer's members that change while it trains: these are read anew at
 * each recorded step, or counted beside it.
 */
const live = new Set(["iterations_", "learningRate", "c"]);

/**
 * The settings of a model's layers: numbers, strings and booleans, such as a
 * dropout layer's rate.
 */
export function layersState(model: Model): ModelState {
  const entries: StateEntry[] = [];
  for (const layer of model.layers) addLayer(layer, entries);
  return entries;
}

/** {@linkcode layersState}, and the losses and metrics. */
export function testState(model: Model): ModelState {
  const { lossFunctions = [], metricsTensors = [] } = model;
  const entry = (key: string) => (value: unknown) => ({
    owner: model,
    key,
    value,
  });
  return [
    ...layersState(model),
    ...lossFunctions.map(entry("loss")),
    ...metricsTensors.flat().map(entry("metrics")),
  ];
}

/**
 * {@linkcode testState}, the optimizer with its settings and variables, and
 * which weights it trains.
 */
export function trainState(model: Model): ModelState {
  const entries = [...testState(model)];
  for (const weight of model.collectedTrainableWeights ?? []) {
    const variable = weight.read();
    entries.push(
      { owner: model, key: "weights", value: variable },
      { owner: variable, key: "trainable", value: variable.trainable },
    );
  }
  const optimizer = model.optimizer_;
  entries.push({ owner: model, key: "optimizer", value: optimizer });
  if (optimizer) addOptimizer(optimizer, entries);
  return entries;
}

/** The first entry that is not the same in both; undefined if none is. */
export function difference(
  before: ModelState,
  after: ModelState,
): StateEntry | undefined {
  if (before.length !== after.length) return after.at(-1) ?? before[0];
  return after.find(({ owner, key, value }, index) => {
    const other = before[index];
    return !Object.is(value, other.value) || key !== other.key ||
      owner !== other.owner;
  });
}

/** Names an entry in messages: `"rate" of "dropout_1"`. */
export function describe({ owner, key }: StateEntry): string {
  const { name } = owner;
  const what = typeof name === "string"
    ? `"${name}"`
    : owner.constructor?.name ?? "an object";
  return `"${key}" of ${what}`;
}

function addLayer(layer: Members, entries: StateEntry[]): void {
  // A model within the model has members that change while it trains
  if (Array.isArray(layer.layers)) {
    for (const each of layer.layers) addLayer(each, entries);
    return;
  }
  for (const key of Object.keys(layer)) {
    const value = layer[key];
    if (isPlain(value)) entries.push({ owner: layer, key, value });
  }
  for (const key of inner) {
    for (const each of [layer[key] ?? []].flat()) {
      addLayer(each as Members, entries);
    }
  }
}

function addOptimizer(optimizer: Optimizer, entries: StateEntry[]): void {
  const isStock = isKnownOptimizer(optimizer);
  for (const key of Object.keys(optimizer)) {
    if (key === "iterations_" || (isStock && live.has(key))) continue;
    const value = optimizer[key];
    if (isPlain(value) || value instanceof tf.Tensor) {
      entries.push({ owner: optimizer, key, value });
    } else if (typeof value === "object" && value !== null) {
      // The variables that the optimizer keeps for each weight
      for (const each of Object.values(value)) {
        const slot = (each as { variable?: unknown } | null)?.variable ?? each;
        entries.push({ owner: optimizer, key, value: slot });
      }
    }
  }
}

function isPlain(value: unknown): boolean {
  return typeof value === "number" || typeof value === "boolean" ||
    typeof value === "string";
}
