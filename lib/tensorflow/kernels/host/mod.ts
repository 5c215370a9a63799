/**
 * Small operations in JavaScript. A call into C costs several microseconds,
 * which is more than a few values take; so op by op on a processor, these
 * operations on few values are computed here, to the same bits.
 *
 * @module
 */
import type { tf } from "../../tfjs.ts";
import {
  type KernelCall,
  type KernelFunc,
  type KernelResult,
  newKernel,
} from "../kernel.ts";
import { arithmetic } from "./arithmetic.ts";
import { moves } from "./moves.ts";
import { probe as tanhProbe } from "./tanh.ts";
import { countOf, type HostOperation, type HostTensor } from "./tensor.ts";
import { MAX_VALUES } from "../../backend/host_values.ts";

/** From here on TensorFlow's kernels limit the rank, each in its own way. */
const MAX_RANK = 4;

const operations: ReadonlyMap<string, HostOperation> = new Map(
  Object.entries({ ...moves, ...arithmetic }),
);

/** Of operations whose bits depend on TensorFlow's build: values to compare. */
const probes: Readonly<Record<string, Float32Array | undefined>> = {
  Tanh: tanhProbe,
};

/** Makes a kernel compute on few values in JavaScript, if it is one of these. */
export function onHost(kernel: tf.KernelConfig): tf.KernelConfig {
  const operation = operations.get(kernel.kernelName);
  if (!operation) return kernel;
  const stock = kernel.kernelFunc as unknown as KernelFunc;
  const probe = probes[kernel.kernelName];
  let hasSameBits: boolean | undefined;
  return newKernel(kernel.kernelName, (call) => {
    if (!call.backend.canComputeOnHost) return stock(call);
    hasSameBits ??= !probe || agree(operation, stock, call.backend, probe);
    return (hasSameBits ? compute(operation, call) : undefined) ?? stock(call);
  });
}

/** Whether an operation has the bits of this build's kernel. */
function agree(
  operation: HostOperation,
  stock: KernelFunc,
  backend: KernelCall["backend"],
  values: Float32Array,
): boolean {
  const dtype = "float32";
  const shape = [values.length];
  const x: HostTensor = { shape, dtype, values };
  const dataId = backend.writeOwn(values, shape, dtype);
  const result = stock({ inputs: { x: { ...x, dataId } }, backend });
  const [ours, theirs] = [operation({ x }, {}), result] as [
    HostTensor,
    tf.Tensor,
  ];
  const wanted = backend.hostValues(theirs.dataId, dtype)!;
  backend.disposeData(dataId);
  theirs.dispose();
  return ours.values.every((y, i) => Object.is(y, wanted[i]));
}

function compute(
  operation: HostOperation,
  { inputs, attrs, backend }: KernelCall,
): KernelResult | undefined {
  const tensors: Record<string, HostTensor> = {};
  for (const name in inputs) {
    const tensor = hostTensor(backend, inputs[name]!);
    if (!tensor) return undefined;
    tensors[name] = tensor;
  }
  const result = operation(tensors, attrs ?? {});
  const toInfo = ({ shape, dtype, values }: HostTensor): tf.TensorInfo => ({
    dataId: backend.writeOwn(values, shape, dtype),
    shape,
    dtype,
  });
  return Array.isArray(result) ? result.map(toInfo) : result && toInfo(result);
}

function hostTensor(
  backend: KernelCall["backend"],
  { dataId, shape, dtype }: tf.TensorInfo,
): HostTensor | undefined {
  const count = countOf(shape);
  if (count === 0 || count > MAX_VALUES || shape.length > MAX_RANK) {
    return undefined;
  }
  const values = backend.hostValues(dataId, dtype);
  return values?.length === count ? { shape, dtype, values } : undefined;
}
