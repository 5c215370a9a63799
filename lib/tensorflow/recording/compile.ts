import { tf } from "../tfjs.ts";
import { RecordingCache } from "./recording_cache.ts";
import { CallQueue } from "./calls/call_queue.ts";
import type { PendingCall } from "./calls/pending_call.ts";
import type { RecordingOptions } from "./calls/options.ts";
import { replaceTensors, type Structure } from "./structure.ts";

/** How a function is compiled. */
export interface CompileOptions extends RecordingOptions {
  /** False runs the function op by op, for debugging. Default true. */
  readonly record?: boolean;
  /**
   * How many recordings are kept, one per signature; the least recently used
   * is dropped. Default 16.
   */
  readonly maxRecordings?: number;
}

/** A function that is recorded at its first call and then runs as one graph. */
export interface CompiledFunction<Args extends readonly unknown[], Result>
  extends Disposable {
  /** Runs the function and waits for its result. */
  (...args: Args): Result;
  /**
   * Runs the function while the event loop stays free. It takes effect when it
   * ends; what is assigned in the meantime counts as before it. Several such
   * calls take effect in the order in which they were made.
   */
  async(...args: Args): Promise<Result>;
  /**
   * Queues a call, so that TensorFlow starts it right after the one before. Its
   * effects appear when you finish it, exactly as if you had called it then: if
   * a variable it read was assigned in the meantime, or random numbers were
   * drawn, it runs again. Keep its arguments until then.
   */
  begin(...args: Args): PendingCall<Result>;
  /** Frees all recordings; the next call records again. */
  dispose(): void;
  /** The recordings that are kept, least recently used first. */
  readonly recordings: readonly RecordingInfo[];
}

/** A recording of a compiled function. */
export interface RecordingInfo {
  /** The arguments' dtypes, shapes and plain values. */
  readonly signature: string;
  /** The number of graph nodes, before TensorFlow optimizes them. */
  readonly nodeCount: number;
}

const DEFAULT_MAX_RECORDINGS = 16;

/**
 * Compiles a function of TensorFlow.js into one TensorFlow graph, gradients and
 * optimizers included, as `tf.function` does in Python.
 *
 * The first call with a new signature (the dtypes and shapes of tensors, the
 * values of plain arguments) runs the function once to record it; other
 * JavaScript in it runs only then. Later calls run the graph. Each call reads
 * the variables' current values, writes back those it assigns, and draws fresh
 * random numbers. The caller disposes the tensors returned.
 *
 * On a backend other than TensorFlow's C library, and inside `tf.grads()`, the
 * function runs op by op.
 *
 * @param fn Takes and returns tensors, plain values, and arrays and plain
 * objects of these.
 * @throws {RangeError} if `maxRecordings` is not a whole number of 1 or more.
 * @throws {RecordingError} at a call, if the function can't be recorded: it
 * reads a tensor's value, has a shape that depends on values, or draws random
 * numbers in JavaScript.
 */
export function compile<Args extends Structure[], Result extends Structure>(
  fn: (...args: Args) => Result,
  options: CompileOptions = {},
): CompiledFunction<Args, Result> {
  const cache = new RecordingCache(
    fn,
    options,
    options.maxRecordings ?? DEFAULT_MAX_RECORDINGS,
  );
  const calls = new CallQueue<Result>();
  const find = (args: Args) =>
    options.record === false ? undefined : cache.find(args);
  const runOpByOp = (args: Args): Result =>
    tf.tidy(() => fn(...args) as tf.TensorContainer) as Result;
  const compiled = (...args: Args): Result => {
    calls.requireEmpty();
    const match = find(args);
    return match ? match.recording.call(match.tensors) : runOpByOp(args);
  };
  const begin = (...args: Args): PendingCall<Result> =>
    calls.begin({
      find: () => find(args),
      runOpByOp: () => runOpByOp(args),
    });
  const dispose = () => {
    calls[Symbol.dispose]();
    cache.clear();
  };
  const recordings = { get: () => cache.list() };
  return Object.defineProperty(
    Object.assign(compiled, {
      async: async (...args: Args): Promise<Result> => {
        calls.requireFinishing();
        let kept = args;
        const call = calls.begin({
          find: () => find(kept),
          runOpByOp: () => runOpByOp(kept),
        });
        // The caller may dispose the arguments before the call has ended
        const copies: tf.Tensor[] = [];
        kept = replaceTensors(args, (tensor) => {
          const copy = shareData(tensor);
          if (copy) copies.push(copy);
          return copy ?? tensor;
        });
        try {
          return await call.finish();
        } finally {
          tf.dispose(copies);
        }
      },
      begin,
      dispose,
      [Symbol.dispose]: dispose,
    }),
    "recordings",
    recordings,
  ) as CompiledFunction<Args, Result>;
}

/** Another tensor with the same data, which outlives scopes, if it has any. */
function shareData(
  { dataId, shape, dtype }: tf.Tensor,
): tf.Tensor | undefined {
  const engine = tf.engine();
  const backend = engine.state.tensorInfo.get(dataId)?.backend;
  if (!backend) return undefined;
  backend.incRef(dataId);
  const tensor = engine.makeTensorFromDataId(dataId, shape, dtype, backend);
  return tf.keep(tensor);
}
