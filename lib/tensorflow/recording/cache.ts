import { tf } from "../tfjs.ts";
import { tensorFlowBackend } from "../backend/active.ts";
import type { RecordingOptions } from "./named_function.ts";
import { Recording } from "./recording.ts";
import { flatten } from "./structure.ts";

/** The recordings of one function, by signature; the last used comes last. */
export class RecordingCache<Args extends readonly unknown[], Result> {
  readonly #fn: (...args: Args) => Result;
  readonly #options: RecordingOptions;
  readonly #limit: number;
  readonly #recordings = new Map<string, Recording<Result>>();
  /** The signatures that each argument has had. */
  readonly #seen: Set<string>[] = [];
  #warned = false;

  /**
   * @param limit CallStrategy many recordings are kept.
   * @throws {RangeError} if the limit is not a whole number of 1 or more.
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
  }

  /**
   * The recording for these arguments, made if need be, and the tensors among
   * them; nothing where the function is to run as it is: on another backend,
   * as part of a function that is being recorded, or where a gradient is taken
   * of what surrounds the call.
   */
  find(
    args: Args,
  ): { recording: Recording<Result>; tensors: tf.Tensor[] } | undefined {
    const backend = tensorFlowBackend();
    if (!backend || backend.binding.recorder) return undefined;
    if (tf.engine().state.gradientDepth > 0) return undefined;
    const parts = args.map((argument, index) =>
      flatten(argument, `argument ${index + 1}`)
    );
    const tensors = parts.flatMap((part) => part.tensors);
    const signature = parts.map((part) => part.signature).join(", ");
    let recording = this.#recordings.get(signature);
    if (recording) {
      this.#recordings.delete(signature);
    } else {
      recording = new Recording(
        backend,
        this.#fn,
        tensors,
        args,
        this.#options,
      );
      parts.forEach((part, index) => {
        (this.#seen[index] ??= new Set()).add(part.signature);
      });
      this.#makeRoom();
    }
    this.#recordings.set(signature, recording);
    return { recording, tensors };
  }

  /** What is kept, the last used last. */
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

  #makeRoom(): void {
    if (this.#recordings.size < this.#limit) return;
    const [signature, oldest] = this.#recordings.entries().next().value!;
    this.#recordings.delete(signature);
    oldest[Symbol.dispose]();
    if (this.#warned) return;
    this.#warned = true;
    const counts = this.#seen.map((signatures) => signatures.size);
    const index = counts.indexOf(Math.max(...counts));
    console.warn(
      `compile(): "${
        this.#fn.name || "a function"
      }" was recorded for more than ${this.#limit} signatures, and recordings are dropped: argument ${
        index + 1
      } keeps changing (${
        [...this.#seen[index]].slice(-3).join("; ")
      }); pass a tensor instead of a plain value, or tensors of one shape`,
    );
  }
}
