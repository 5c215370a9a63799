/**
 * A TensorFlow.js kernel is a function that TensorFlow.js calls for one of its
 * operations on one backend. Ours run TensorFlow operations, for which
 * TensorFlow has kernels of its own; the kernel of a convolution is called a
 * filter here.
 *
 * @module
 */
import { BACKEND_NAME } from "../backend/engine_state.ts";
import type { Attribute } from "../op_definitions/attributes.ts";
import { AttrType, DType } from "../ffi/dtypes.ts";
import type { TensorFlowBackend } from "../backend/mod.ts";
import { tf } from "../tfjs.ts";

/** The arguments of a TensorFlow.js kernel. */
export interface KernelCall {
  readonly inputs: tf.NamedTensorInfoMap;
  readonly attrs?: tf.NamedAttrMap;
  readonly backend: TensorFlowBackend;
}

/** The outputs of a TensorFlow.js kernel. */
export type KernelResult = tf.TensorInfo | tf.TensorInfo[];

/** The function of a TensorFlow.js kernel. */
export type KernelFunc = (call: KernelCall) => KernelResult;

/** The kernel that is registered for a backend now. */
export function kernelFuncOf(kernelName: string, backend: string): KernelFunc {
  return tf.getKernel(kernelName, backend).kernelFunc as never;
}

/** Makes a TensorFlow.js kernel for our backend. */
export function newKernel(
  kernelName: string,
  kernelFunc: KernelFunc,
): tf.KernelConfig {
  return {
    kernelName,
    backendName: BACKEND_NAME,
    kernelFunc: kernelFunc as never,
  };
}

/**
 * Makes a TensorFlow.js kernel that can fall back on tfjs-node's.
 *
 * @param run Receives the call and tfjs-node's kernel.
 */
export function wrapKernel(
  kernelName: string,
  run: (call: KernelCall, stock: KernelFunc) => KernelResult,
): tf.KernelConfig {
  const stock = kernelFuncOf(kernelName, BACKEND_NAME);
  return newKernel(kernelName, (call) => run(call, stock));
}

const dtypes = {
  float32: DType.FLOAT,
  int32: DType.INT32,
  bool: DType.BOOL,
  complex64: DType.COMPLEX64,
  string: DType.STRING,
} satisfies Record<tf.DataType, DType>;

/** An attribute whose value is a dtype. */
export function typeAttribute(name: string, dtype: tf.DataType): Attribute {
  return { name, type: AttrType.TYPE, value: dtypes[dtype] };
}

/** Whether a tensor has no elements. */
export function isEmpty({ shape }: tf.TensorInfo): boolean {
  return shape.includes(0);
}
