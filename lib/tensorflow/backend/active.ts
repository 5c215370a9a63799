import { tf } from "../tfjs.ts";
import type { TensorFlowBackend } from "./mod.ts";

/** The name under which TensorFlow.js knows the backend; its kernels fix it. */
export const BACKEND_NAME = "tensorflow";

/** Our backend, if TensorFlow.js is using it now. */
export function tensorFlowBackend(): TensorFlowBackend | undefined {
  if (tf.getBackend() !== BACKEND_NAME) return undefined;
  return tf.backend() as unknown as TensorFlowBackend;
}

/**
 * Our backend.
 *
 * @throws {Error} if TensorFlow.js uses another one.
 */
export function requireTensorFlowBackend(action: string): TensorFlowBackend {
  const backend = tensorFlowBackend();
  if (!backend) {
    throw new Error(
      `Cannot ${action}: the backend must be "${BACKEND_NAME}": current backend is "${tf.getBackend()}"; call init() first`,
    );
  }
  return backend;
}
