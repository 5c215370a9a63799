import { CallQueue, type PendingCall } from "./call_queue.ts";
import { RecordingCache } from "./cache.ts";
import type { RecordingOptions } from "./named_function.ts";
import type { Structure } from "./structure.ts";
import { tf } from "../tfjs.ts";

/** CallStrategy a function is compiled. */
export interface CompileOptions extends RecordingOptions {
  /** False runs the function as it is, to look into it. Default true. */
  readonly record?: boolean;
  /** CallStrategy many signatures are kept; the one unused for longest goes. Default 16. */
  readonly maxRecordings?: number;
}

/** A function that is recorded at its first call and run as one graph after. */
export interface CompiledFunction<Args extends readonly unknown[], Result>
  extends Disposable {
  (...args: Args): Result;
  /** The same call, the event loop free until it has ended: begun and finished. */
  async(...args: Args): Promise<Result>;
  /**
   * Begins a call before the last one is finished, so that TensorFlow goes from
   * one to the next at once. It has no effect until it is finished, and then the
   * one that a call at that moment has: if a variable that it read was assigned
   * meanwhile, or random numbers were drawn, it runs anew. Its arguments must be
   * kept until then.
   */
  begin(...args: Args): PendingCall<Result>;
  /** Frees all recordings; the next call records anew. */
  dispose(): void;
  /** What is recorded now. */
  readonly recordings: readonly RecordingInfo[];
}

/** A recording that is kept. */
export interface RecordingInfo {
  /** The arguments' dtypes, shapes and plain values. */
  readonly signature: string;
  /** Nodes of the graph as recorded. */
  readonly nodeCount: number;
}

const DEFAULT_MAX_RECORDINGS = 16;

/**
 * Records a function of TensorFlow.js as one TensorFlow graph, as `tf.function`
 * does in Python: any operations, gradients and optimizers included.
 *
 * The first call with a new signature (the dtypes and shapes of the tensors,
 * the values of plain arguments) runs the function once to record it; JavaScript
 * around the operations has its effect then, and only then. Later calls run the
 * graph. Variables are read at each call and written back after it. Random
 * operations are fresh at each call. The caller disposes the tensors returned.
 *
 * On any other backend than TensorFlow's C library the function runs as it is,
 * and so it does where a gradient is taken of what surrounds the call.
 *
 * @param fn Takes and returns tensors, plain values, and arrays and plain
 * objects of these.
 * @throws {RecordingError} at a call, if something can't be recorded: reading a
 * value, a shape that depends on values, JavaScript's random numbers.
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
  const runAsItIs = (args: Args): Result =>
    tf.tidy(() => fn(...args) as tf.TensorContainer) as Result;
  const compiled = (...args: Args): Result => {
    calls.requireEmpty();
    const found = find(args);
    return found ? found.recording.call(found.tensors) : runAsItIs(args);
  };
  const begin = (...args: Args): PendingCall<Result> =>
    calls.begin({
      find: () => find(args),
      runAsItIs: () => runAsItIs(args),
    });
  const dispose = () => {
    calls[Symbol.dispose]();
    cache.clear();
  };
  const recordings = { get: () => cache.list() };
  return Object.defineProperty(
    Object.assign(compiled, {
      async: async (...args: Args): Promise<Result> => {
        calls.requireEmpty();
        return await begin(...args).finish();
      },
      begin,
      dispose,
      [Symbol.dispose]: dispose,
    }),
    "recordings",
    recordings,
  ) as CompiledFunction<Args, Result>;
}
