import type { tf } from "../../../tfjs.ts";

/** A call of a layer in a model: TensorFlow.js's `Node`. */
export interface LayerCall {
  readonly outboundLayer: CalledLayer;
  readonly inputTensors: readonly tf.SymbolicTensor[];
  readonly outputTensors: readonly tf.SymbolicTensor[];
  /** The options of the call. */
  readonly callArgs?: { readonly training?: boolean } | null;
}

/** The members of TensorFlow.js's layers that are used here. */
export interface CalledLayer {
  readonly name: string;
  readonly supportsMasking: boolean;
  readonly stateful?: boolean;
  readonly inboundNodes: readonly LayerCall[];
  apply(inputs: unknown, kwargs: Record<string, unknown>): unknown;
  computeMask(inputs: unknown, masks: unknown): unknown;
}

/**
 * The calls that compute `outputs` of `inputs`, in TensorFlow.js's order: random
 * layers draw in it.
 *
 * @throws {Error} if an input of the model is needed that is not among `inputs`.
 */
export function callsInOrder(
  outputs: readonly tf.SymbolicTensor[],
  inputs: readonly tf.SymbolicTensor[],
): readonly LayerCall[] {
  const calls = new Set<LayerCall>();
  const seen = new Set(inputs);
  const visit = (tensor: tf.SymbolicTensor) => {
    if (seen.has(tensor)) return;
    seen.add(tensor);
    const call = callOf(tensor);
    call.inputTensors.toReversed().forEach(visit);
    calls.add(call);
  };
  outputs.forEach(visit);
  return [...calls];
}

/** The call that returns a tensor. */
function callOf(tensor: tf.SymbolicTensor): LayerCall {
  const layer = tensor.sourceLayer as unknown as CalledLayer;
  const call = layer.inboundNodes.find(({ outputTensors }) =>
    outputTensors.includes(tensor)
  );
  if (call && call.inputTensors.length > 0) return call;
  throw new Error(
    `Cannot run the model: input "${tensor.name}" must have a value: it has none`,
  );
}
