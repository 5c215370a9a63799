import { tf } from "../../../tfjs.ts";
import { AttentionLayer } from "../../attention/layer.ts";
import type { CalledLayer, LayerCall } from "./layer_calls.ts";

type Symbol = tf.SymbolicTensor;
type Mask = tf.Tensor | null | undefined;

/** A tensor, and which of its time steps count: [batch, steps], nonzero where. */
export interface Masked {
  readonly tensor: tf.Tensor;
  readonly mask?: Mask;
}

/** Values by the symbols that stand for them. */
export type Values = Map<Symbol, Masked>;

/** The options of a model's call: `training`, and what a program adds. */
export type Kwargs = Readonly<Record<string, unknown>>;

/** The masks of what models within the model return. */
const masks = new WeakMap<tf.Tensor, Mask>();

/** How many models run, one within another. */
let depth = 0;

/** Whether a model runs, within which others and layers are called. */
export function isModelRunning(): boolean {
  return depth > 0;
}

/** The mask of what a model returned that ran within {@linkcode withMasks}. */
export function maskOf(tensor: tf.Tensor): Mask {
  return masks.get(tensor);
}

/** Notes the mask of what a model returns. */
export function setMask({ tensor, mask }: Masked): void {
  masks.set(tensor, mask);
}

/** Runs a model whose outputs' masks are asked for, which belong to the scope. */
export function withMasks<Result>(run: () => Result): Result {
  depth++;
  try {
    return run();
  } finally {
    depth--;
  }
}

/**
 * Makes the calls of a model, each once. A layer gets the mask of its own input.
 *
 * Outside of training it disposes what no call needs any more.
 *
 * @param values The inputs, to which all results are added.
 * @param isKept Whether a result is asked for.
 */
export function runCalls(
  calls: readonly LayerCall[],
  values: Values,
  isKept: (tensor: Symbol) => boolean,
  kwargs: Kwargs,
): void {
  const given = new Set(values.keys());
  const left = new Map<Symbol, number>();
  for (const { inputTensors } of calls) {
    for (const one of inputTensors) left.set(one, (left.get(one) ?? 0) + 1);
  }
  for (const call of calls) {
    const results = withMasks(() => run(call, values, kwargs));
    call.outputTensors.forEach((one, i) => values.set(one, results[i]));
    if (kwargs.training) continue;
    for (const one of call.inputTensors) {
      left.set(one, left.get(one)! - 1);
      if (left.get(one) !== 0 || given.has(one) || isKept(one)) continue;
      if (one.sourceLayer.stateful) continue;
      values.get(one)!.tensor.dispose();
    }
  }
}

/** What a call returns. */
function run(
  { outboundLayer: layer, inputTensors, outputTensors, callArgs }: LayerCall,
  values: Values,
  kwargs: Kwargs,
): Masked[] {
  const given = inputTensors.map((one) => values.get(one)!);
  const inputs = given.map(({ tensor }, i) =>
    castTo(tensor, inputTensors[i].dtype)
  );
  const inputMasks = given.map(({ mask }) => mask);
  const { mask: _, ...rest } = kwargs;
  const options: Record<string, unknown> = rest;
  if (inputMasks.some((mask) => mask)) {
    options.mask = takesAllMasks(layer) ? inputMasks : inputMasks[0];
  }
  if (typeof callArgs?.training === "boolean") {
    options.training = callArgs.training;
  }
  const outputs = [layer.apply(inputs, options)].flat() as tf.Tensor[];
  const outputMasks = masksOfOutputs(layer, inputs, inputMasks, outputs);
  return outputTensors.map((_, i) => ({
    // Two outputs may be one tensor, and one of them be disposed first
    tensor: outputs.indexOf(outputs[i]) < i ? outputs[i].clone() : outputs[i],
    mask: outputMasks[i],
  }));
}

function castTo(tensor: tf.Tensor, dtype: tf.DataType | undefined): tf.Tensor {
  return !dtype || tensor.dtype === dtype ? tensor : tensor.cast(dtype);
}

function takesAllMasks(layer: CalledLayer): boolean {
  return layer instanceof AttentionLayer || isModel(layer) || isMerge(layer);
}

/** Whether a layer is one of TensorFlow.js's that merge their inputs. */
function isMerge(layer: CalledLayer): boolean {
  return "mergeFunction" in layer;
}

function isModel(layer: CalledLayer): boolean {
  return layer instanceof Object.getPrototypeOf(tf.LayersModel);
}

/** The masks of what a layer returns; it passes none on if it supports none. */
function masksOfOutputs(
  layer: CalledLayer,
  inputs: tf.Tensor[],
  inputMasks: Mask[],
  outputs: readonly tf.Tensor[],
): readonly Mask[] {
  if (isModel(layer)) return outputs.map(maskOf);
  if (!layer.supportsMasking) return [];
  const [only] = inputs;
  const computed = inputs.length === 1
    ? layer.computeMask(only, inputMasks[0])
    : layer.computeMask(inputs, inputMasks);
  // By default it is what the inputs have, of which the first counts
  return [computed].flat() as Mask[];
}
