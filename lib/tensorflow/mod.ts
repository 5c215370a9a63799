/**
 * TensorFlow.js on TensorFlow's own C library, called through Deno's FFI, and
 * {@linkcode compile}, which turns a function into one graph.
 *
 * Importing this module opens nothing: call {@linkcode init} first.
 *
 * ```ts
 * import { compile, init, tf } from "./mod.ts";
 *
 * await init();
 * const square = compile((x: tf.Tensor) => x.mul(x));
 * square(tf.tensor1d([1, 2, 3])).print();
 * ```
 *
 * @module
 */
export * as tf from "./node/namespace.ts";
export {
  defaultThreads,
  init,
  type InitOptions,
  type TensorFlow,
} from "./init.ts";
export {
  compile,
  type CompiledFunction,
  type CompileOptions,
  type RecordingInfo,
} from "./recording/compile.ts";
export type { CompletedCall, ItemArguments } from "./recording/calls_ahead.ts";
export { runAhead } from "./recording/run_ahead.ts";
export {
  type ModelRecordings,
  modelRecordings,
  recordModel,
} from "./models/record_models.ts";
export { loadKeras } from "./models/keras/load.ts";
export type { PendingCall } from "./recording/calls/pending_call.ts";
export type { RecordingOptions } from "./recording/calls/options.ts";
export type { Structure } from "./recording/structure.ts";
export { PrecisionError, RecordingError } from "./backend/errors.ts";
export { TensorFlowError } from "./ffi/status.ts";
export { memoryFault } from "./memory_fault.ts";
export {
  type RandomState,
  randomState,
  setRandomSeed,
  setRandomState,
} from "./random/seed.ts";
export type { Device, Threads } from "./eager/runtime.ts";
export type {
  FindOptions,
  Library,
  LibraryFolder,
  Platform,
  Progress,
  Reporter,
  Wheel,
} from "./library/mod.ts";
export * as cluster from "./cluster/mod.ts";
export type { ClusterOptions } from "./cluster/tasks.ts";
export * as ops from "./ops/mod.ts";
export * as summary from "./summary/mod.ts";
export * as layers from "./layers/mod.ts";
export * as linalg from "./linalg/mod.ts";
export * as optimizers from "./optimizers/mod.ts";
