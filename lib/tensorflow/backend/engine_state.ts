import { tf } from "../tfjs.ts";

/** The backend's name in TensorFlow.js, fixed by tfjs-node's kernels. */
export const BACKEND_NAME = "tensorflow";

/** Whether TensorFlow.js reads the result of each operation. */
export function isDebugging(): boolean {
  return tf.engine().state.profiling || tf.env().getBool("DEBUG");
}
