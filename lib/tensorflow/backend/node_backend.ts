import util from "node:util";
import type { tf } from "../tfjs.ts";
import type { Attribute } from "../op_definitions/attributes.ts";
import type { TensorMetadata } from "../eager/tensor_table.ts";
import type { Binding } from "./binding.ts";
import type { TensorData } from "./host_values.ts";
import type { SavedModelTensor } from "./saved_models.ts";

/** The members of `NodeJSKernelBackend` used here; some are private. */
export interface NodeBackend extends tf.KernelBackend {
  readonly binding: Binding;
  readonly tensorMap: tf.DataStorage<TensorData>;
  getInputTensorIds(tensors: tf.TensorInfo[]): number[];
  applyActivation(
    input: tf.Tensor,
    activation: string,
    preluActivationWeights?: tf.Tensor,
    leakyreluAlpha?: number,
  ): tf.Tensor;
  createOutputTensor(metadata: TensorMetadata): tf.Tensor;
  executeSingleOutput(
    name: string,
    attributes: Attribute[],
    inputs: tf.TensorInfo[],
  ): tf.Tensor;
  executeMultipleOutputs(
    name: string,
    attributes: Attribute[],
    inputs: tf.TensorInfo[],
    outputCount: number,
  ): tf.Tensor[];
  runSavedModel(
    id: number,
    inputs: tf.Tensor[],
    infos: SavedModelTensor[],
    outputNames: string[],
  ): tf.Tensor[];
}

/** Functions of `node:util` that tfjs-node 4.22 uses and Deno lacks. */
const missingUtilities: Record<string, (value: unknown) => boolean> = {
  isNullOrUndefined: (value) => value === null || value === undefined,
  isArray: Array.isArray,
};
for (const [name, check] of Object.entries(missingUtilities)) {
  if (!(name in util)) Object.assign(util, { [name]: check });
}

const { NodeJSKernelBackend } = await import(
  "npm:@tensorflow/tfjs-node-gpu@4.22.0/dist/nodejs_kernel_backend.js"
);

/** tfjs-node's backend, which runs its operations by a binding. */
export const NodeBackend = NodeJSKernelBackend as unknown as new (
  binding: Binding,
  packageName: string,
) => NodeBackend;
