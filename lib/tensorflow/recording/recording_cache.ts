import { tf } from "../tfjs.ts";
import { tensorFlowBackend } from "../backend/active.ts";
import { isDebugging } from "../backend/engine_state.ts";
import { PrecisionError } from "../backend/errors.ts";
import type { RecordingOptions } from "./calls/options.ts";
import { Recording } from "./calls/recording.ts";
import { flatten } from "./structure.ts";

/** A function's recordings by signature, least recently used first. */
export class RecordingCache<Args extends readonly unknown[], Result> {
  readonly #fn: (...args: Args) => Result;
  readonly #options: RecordingOptions;
  readonly #limit: number;
  readonly #recordings = new Map<string, Recording<Result>>();
  /** For each argument, the signatures that it has had. */
  readonly #argumentSignatures: Set<string>[] = [];
  #warned = false;

  /**
   * @param limit The largest number of recordings to keep.
   * @throws {RangeError} if the limit is not a whole number of 1 or more.
   * @throws {PrecisionError} if TensorFlow is loaded, and the processor lacks
   * instructions for the precision.
   */
  constructor(
    fn: (...args: Args) => Result,
    options: RecordingOptions,
    limit: number,
  ) {
    if (!Number.isInteger(limit) || limit < 1) {
      throw new RangeError(
        `Cannot compile a function: maxRecordings must be a whole number of 1 or more: current value is ${limit}`,
      );
    }
    this.#fn = fn;
    this.#options = options;
    this.#limit = limit;
    this.#requirePrecision();
  }

  #requirePrecision(): void {
    const runtime = tensorFlowBackend()?.binding.runtime;
    if (this.#options.bfloat16 !== true || !runtime || runtime.gpu) return;
    if (runtime.hasBfloat16) return;
    throw new PrecisionError(
      'Cannot compute in bfloat16: the processor must have instructions for it, AVX-512 BF16 or AMX: this one has none, so it would take about 12 times as long as in float32; leave bfloat16 out, or compile with { bfloat16: "emulated" }',
    );
  }

  /**
   * The recording for these arguments, made at the first call, and the tensors
   * among them. Undefined if the function must run op by op: on another
   * backend, inside a function that is being recorded, inside a gradient, or in
   * TensorFlow.js's debug mode.
   */
  find(
    args: Args,
  ): { recording: Recording<Result>; tensors: tf.Tensor[] } | undefined {
    const backend = tensorFlowBackend();
    if (!backend || backend.binding.recorder) return undefined;
    if (tf.engine().state.gradientDepth > 0 || isDebugging()) return undefined;
    const parts = args.map((argument, index) =>
      flatten(argument, `argument ${index + 1}`)
    );
    const tensors = parts.flatMap((part) => part.tensors);
    const signature = parts.map((part) => part.signature).join(", ");
    let recording = this.#recordings.get(signature);
    if (recording) {
      this.#recordings.delete(signature);
    } else {
      this.#requirePrecision();
      recording = new Recording(
        backend,
        this.#fn,
        tensors,
        args,
        this.#options,
      );
      parts.forEach((part, index) => {
        (this.#argumentSignatures[index] ??= new Set()).add(part.signature);
      });
      this.#dropOldest();
    }
    this.#recordings.set(signature, recording);
    return { recording, tensors };
  }

  /** The recordings that are kept, least recently used first. */
  list(): { signature: string; nodeCount: number }[] {
    return Array.from(this.#recordings, ([signature, { nodeCount }]) => ({
      signature,
      nodeCount,
    }));
  }

  /** Frees all recordings. */
  clear(): void {
    for (const recording of this.#recordings.values()) {
      recording[Symbol.dispose]();
    }
    this.#recordings.clear();
  }

  /** Makes room for one more recording. */
  #dropOldest(): void {
    if (this.#recordings.size < this.#limit) return;
    const [signature, oldest] = this.#recordings.entries().next().value!;
    this.#recordings.delete(signature);
    oldest[Symbol.dispose]();
    if (this.#warned) return;
    this.#warned = true;
    const counts = this.#argumentSignatures.map((signatures) =>
      signatures.size
    );
    const index = counts.indexOf(Math.max(...counts));
    console.warn(
      `compile(): "${
        this.#fn.name || "a function"
      }" was recorded for more than ${this.#limit} signatures, and recordings are dropped: argument ${
        index + 1
      } keeps changing (${
        [...this.#argumentSignatures[index]].slice(-3).join("; ")
      }); pass a tensor instead of a plain value, or tensors of one shape`,
    );
  }
}
