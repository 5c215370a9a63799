/**
 * How models run what their layers compute, with the layers' masks.
 *
 * @module
 */
import { tf } from "../../../tfjs.ts";
import { replaceMethod } from "../replace.ts";
import { callsInOrder, type LayerCall } from "./layer_calls.ts";
import { mendMasks } from "./merged_masks.ts";
import { mendMergedValues } from "./merged_values.ts";
import { mendNamedInputs } from "./named_inputs.ts";
import { predictInBatches } from "./predict_in_batches.ts";
import {
  isModelRunning,
  type Kwargs,
  type Masked,
  runCalls,
  setMask,
  type Values,
} from "./run_calls.ts";

type Symbols = readonly tf.SymbolicTensor[];
type Inputs = tf.Tensor | tf.Tensor[] | Readonly<Record<string, tf.Tensor>>;

/** The members of TensorFlow.js's models that are used here. */
interface Model {
  readonly inputs: Symbols;
  readonly outputs: Symbols;
  retrieveSymbolicTensors(names: readonly string[]): Symbols;
  call(inputs: tf.Tensor | tf.Tensor[], kwargs?: Kwargs): tf.Tensor[];
  execute(inputs: Inputs, outputs: string | string[]): tf.Tensor | tf.Tensor[];
  predictLoop(
    inputs: tf.Tensor | tf.Tensor[],
    batchSize?: number,
    verbose?: boolean,
  ): tf.Tensor | tf.Tensor[];
}

/** The members of TensorFlow.js's layers that are used here. */
interface Layer {
  setMaskMetadata(...args: unknown[]): void;
}

/** A model's calls, by the list of its outputs. */
const known = new WeakMap<Symbols, readonly LayerCall[]>();

/**
 * Models call each layer once, with its own input's mask. TensorFlow.js calls a
 * layer of several outputs once for each, hands a mask or an initial state on to
 * all layers that come later, and loses masks in models within models.
 */
export function mendModels(): void {
  mendMasks();
  mendMergedValues();
  mendNamedInputs();
  const container = Object.getPrototypeOf(tf.LayersModel.prototype) as Model;
  container.call = function (this: Model, inputs, kwargs = {}) {
    const run = () => callModel(this, [inputs].flat(), kwargs);
    return isModelRunning() ? run() : tf.tidy(run);
  };
  const prototype = tf.LayersModel.prototype as unknown as Model;
  prototype.execute = execute;
  replaceMethod(
    prototype,
    "predictLoop",
    (stock) =>
      function (inputs, batchSize = 32, verbose = false) {
        if (verbose) return stock.call(this, inputs, batchSize, verbose);
        const run = (batch: tf.Tensor[]) => this.call(batch);
        const outputs = predictInBatches(run, [inputs].flat(), batchSize);
        return outputs.length === 1 ? outputs[0] : outputs;
      },
  );
  replaceMethod(
    tf.layers.Layer.prototype as unknown as Layer,
    "setMaskMetadata",
    (stock) =>
      function (...args) {
        // A model computes them with the masks of the inputs
        if (!isModelRunning()) stock.apply(this, args);
      },
  );
}

function callModel(
  model: Model,
  inputs: readonly tf.Tensor[],
  kwargs: Kwargs,
): tf.Tensor[] {
  const masks = [kwargs.mask ?? []].flat() as tf.Tensor[];
  const values: Values = new Map(
    model.inputs.map((one, i) => [one, { tensor: inputs[i], mask: masks[i] }]),
  );
  const results = compute(model.outputs, values, kwargs, known);
  if (isModelRunning()) results.forEach(setMask);
  return results.map(({ tensor }) => tensor);
}

/** The values of symbols. */
function compute(
  symbols: Symbols,
  values: Values,
  kwargs: Kwargs,
  cache?: WeakMap<Symbols, readonly LayerCall[]>,
): Masked[] {
  const calls = cache?.get(symbols) ??
    callsInOrder(symbols, [...values.keys()]);
  cache?.set(symbols, calls);
  runCalls(calls, values, (one) => symbols.includes(one), kwargs);
  return symbols.map((one) => values.get(one)!);
}

/** `LayersModel.execute()`: what layers within the model return. */
function execute(
  this: Model,
  inputs: Inputs,
  outputs: string | string[],
): tf.Tensor | tf.Tensor[] {
  if (Array.isArray(outputs) && outputs.length === 0) {
    throw new RangeError(
      "Cannot execute the model: outputs must be names: current value is []",
    );
  }
  const symbols = this.retrieveSymbolicTensors([outputs].flat());
  const values = valuesOf(this, inputs);
  const results = tf.tidy(() =>
    compute(symbols, values, {}).map(({ tensor }) => tensor)
  );
  return Array.isArray(outputs) ? results : results[0];
}

function valuesOf(model: Model, inputs: Inputs): Values {
  const list = inputs instanceof tf.Tensor ? [inputs] : inputs;
  if (!Array.isArray(list)) {
    return new Map(model.inputs.map((one) => {
      const tensor = (list as Readonly<Record<string, tf.Tensor>>)[one.name];
      if (tensor) return [one, { tensor }];
      throw new Error(
        `Cannot execute the model: input "${one.name}" must have a value: it has none`,
      );
    }));
  }
  if (list.length === model.inputs.length) {
    return new Map(model.inputs.map((one, i) => [one, { tensor: list[i] }]));
  }
  throw new RangeError(
    `Cannot execute the model: inputs must be ${model.inputs.length} tensors: current number is ${list.length}`,
  );
}
