import { BACKEND_NAME } from "../backend/active.ts";
import type { Attribute } from "../operations/attributes.ts";
import { AttrType, DType } from "../ffi/dtypes.ts";
import type { TensorFlowBackend } from "../backend/mod.ts";
import { tf } from "../tfjs.ts";

/** A kernel's inputs, attributes and backend. */
export interface KernelCall {
  readonly inputs: tf.NamedTensorInfoMap;
  readonly attrs?: tf.NamedAttrMap;
  readonly backend: TensorFlowBackend;
}

/** What a kernel returns. */
export type KernelResult = tf.TensorInfo | tf.TensorInfo[];

/** What a kernel does. */
export type KernelFunc = (call: KernelCall) => KernelResult;

/** The kernel of that name, as it is now. */
export function kernelFuncOf(kernelName: string, backend: string): KernelFunc {
  return tf.getKernel(kernelName, backend).kernelFunc as never;
}

/** A kernel of our backend. */
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
 * A kernel in front of the package's own of that name.
 *
 * @param run Is given the package's kernel, for the calls that it can do.
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

/** An attribute that is a dtype. */
export function typeAttribute(name: string, dtype: tf.DataType): Attribute {
  return { name, type: AttrType.TYPE, value: dtypes[dtype] };
}
