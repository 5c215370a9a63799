import { tf } from "../tfjs.ts";
import { BACKEND_NAME } from "./engine_state.ts";
import type { TensorFlowBackend } from "./mod.ts";

/** The TensorFlow backend, if TensorFlow.js is using it. */
export function tensorFlowBackend(): TensorFlowBackend | undefined {
  if (tf.getBackend() !== BACKEND_NAME) return undefined;
  return tf.backend() as unknown as TensorFlowBackend;
}

/**
 * The TensorFlow backend.
 *
 * @param action What needs it, for the message: `"run MatMul"`.
 * @throws {Error} if TensorFlow.js is using another backend.
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
