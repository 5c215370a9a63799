import { requireTensorFlowBackend } from "../backend/active.ts";
import { OperationQueue } from "../eager/operation_queue.ts";
import type { tf } from "../tfjs.ts";
import type { QueuedRun } from "./queued_run.ts";
import type { Recording } from "./recording.ts";

/** A call that has begun. */
export interface PendingCall<Result> extends Disposable {
  /**
   * Resolves when TensorFlow has run it, or failed to: finishing it, and those
   * before it, takes no time then.
   */
  waitUntilRun(): Promise<void>;
  /**
   * Waits for it, the event loop free, and writes the variables back. Calls are
   * finished in the order in which they began.
   *
   * @throws {TensorFlowError} if TensorFlow fails.
   * @throws {Error} if a variable was disposed, or it is not this call's turn.
   */
  finish(): Promise<Result>;
  /** Leaves it without effect, unless it is finished. */
  [Symbol.dispose](): void;
}

/** CallStrategy a call is made. */
interface CallStrategy<Result> {
  /** The recording and its arguments; nothing where the function runs as it is. */
  find():
    | { recording: Recording<Result>; tensors: readonly tf.Tensor[] }
    | undefined;
  runAsItIs(): Result;
}

/** A call in the queue. */
interface Entry<Result> {
  /** Nothing where it can only begin when it is finished. */
  begun: QueuedRun<Result> | undefined;
  state: "begun" | "finishing" | "ended";
}

/** The calls of one function that have begun and not ended, the oldest first. */
export class CallQueue<Result> implements Disposable {
  #entries: Entry<Result>[] = [];
  #operations: OperationQueue | undefined;

  /** @throws {Error} if a call has not ended. */
  requireEmpty(): void {
    if (this.#entries.length === 0) return;
    throw new Error(
      "Cannot call or dispose a compiled function: every call that has begun must have ended; await it first",
    );
  }

  /** Begins a call behind those in the queue. */
  begin(how: CallStrategy<Result>): PendingCall<Result> {
    const before = this.#entries.flatMap(({ begun }) => begun ?? []);
    const entry: Entry<Result> = { begun: undefined, state: "begun" };
    try {
      entry.begun = this.#start(how, before);
    } catch (error) {
      // It may be of a call before, and then this one is to begin after that
      if (this.#entries.length === 0) throw error;
    }
    this.#entries.push(entry);
    return {
      waitUntilRun: () => this.#wait(entry).catch(() => {}), // finish() tells the error
      finish: () => this.#finish(entry, how),
      [Symbol.dispose]: () => {
        if (entry.state === "begun") this.#end(entry)?.drop();
      },
    };
  }

  /** @throws {Error} if a call has not ended. */
  [Symbol.dispose](): void {
    this.requireEmpty();
    this.#operations?.[Symbol.dispose]();
    this.#operations = undefined;
  }

  #start(
    { find }: CallStrategy<Result>,
    before: readonly QueuedRun<Result>[],
  ): QueuedRun<Result> | undefined {
    const found = find();
    if (!found) return undefined;
    const { runtime } = requireTensorFlowBackend("call a recording").binding;
    this.#operations ??= new OperationQueue(runtime);
    return found.recording.begin(found.tensors, this.#operations, before);
  }

  async #finish(
    entry: Entry<Result>,
    how: CallStrategy<Result>,
  ): Promise<Result> {
    if (entry.state !== "begun" || entry !== this.#entries[0]) {
      throw new Error(
        "Cannot finish a call: calls must be finished once, in the order in which they began, and awaited",
      );
    }
    entry.state = "finishing";
    try {
      if (entry.begun?.holds === false) {
        entry.begun.drop();
        entry.begun = undefined;
      }
      entry.begun ??= this.#start(how, []);
      if (entry.begun) {
        entry.begun.takeRandom();
        try {
          await this.#wait(entry);
        } catch (error) {
          this.#dropAll();
          throw error;
        }
        return entry.begun.finish();
      }
      // A turn of the event loop, for signals and timers to be heard
      await new Promise((resolve) => setTimeout(resolve));
      return how.runAsItIs();
    } finally {
      this.#end(entry);
    }
  }

  async #wait({ begun }: Entry<Result>): Promise<void> {
    if (!begun || begun.hasRun) return;
    const queued = this.#entries.flatMap(({ begun }) => begun ?? []);
    await begun.wait();
    // They run in order
    for (const each of queued.slice(0, queued.indexOf(begun) + 1)) {
      each.hasRun = true;
    }
  }

  /** Drops all that TensorFlow has: it leaves out what is behind a failed call. */
  #dropAll(): void {
    for (const entry of this.#entries) {
      entry.begun?.drop();
      entry.begun = undefined;
    }
  }

  #end(entry: Entry<Result>): QueuedRun<Result> | undefined {
    this.#entries = this.#entries.filter((other) => other !== entry);
    entry.state = "ended";
    return entry.begun;
  }
}
