import { requireTensorFlowBackend } from "../backend/active.ts";
import { OperationQueue } from "../eager/operation_queue.ts";
import type { tf } from "../tfjs.ts";
import type { QueuedRun } from "./queued_run.ts";
import type { Recording } from "./recording.ts";

/** A call that waits to be finished. */
export interface PendingCall<Result> extends Disposable {
  /**
   * Resolves when TensorFlow has run the call or failed to. Finishing it, and
   * the calls before it, is immediate then.
   */
  waitUntilRun(): Promise<void>;
  /**
   * Waits for the call while the event loop stays free, writes the variables
   * and returns the result. Calls must be finished in the order in which they
   * began.
   *
   * @throws {TensorFlowError} if TensorFlow fails.
   * @throws {Error} if a variable was disposed, or it is not this call's turn.
   */
  finish(): Promise<Result>;
  /** Cancels the call, unless it is finished. */
  [Symbol.dispose](): void;
}

/** The two ways to make a call. */
interface CallStrategy<Result> {
  /** Finds the recording and its arguments; undefined without a recording. */
  find():
    | { recording: Recording<Result>; tensors: readonly tf.Tensor[] }
    | undefined;
  /** Runs the function without a recording. */
  runOpByOp(): Result;
}

/** A call in the queue. */
interface QueueEntry<Result> {
  /** TensorFlow's run; undefined if it can only start in `finish()`. */
  run: QueuedRun<Result> | undefined;
  state: "pending" | "finishing" | "done";
}

/** The pending calls of one function, oldest first. */
export class CallQueue<Result> implements Disposable {
  #entries: QueueEntry<Result>[] = [];
  #operations: OperationQueue | undefined;

  /** @throws {Error} if a call is pending. */
  requireEmpty(): void {
    if (this.#entries.length === 0) return;
    throw new Error(
      `Cannot call or dispose a compiled function: pending calls must be finished or disposed: ${this.#entries.length} are pending; await them first`,
    );
  }

  /** Adds a call to the end of the queue. */
  begin(strategy: CallStrategy<Result>): PendingCall<Result> {
    const earlier = this.#entries.flatMap(({ run }) => run ?? []);
    const entry: QueueEntry<Result> = { run: undefined, state: "pending" };
    try {
      entry.run = this.#start(strategy, earlier);
    } catch (error) {
      // The error may be an earlier call's: this one then starts in finish()
      if (this.#entries.length === 0) throw error;
    }
    this.#entries.push(entry);
    return {
      waitUntilRun: () => this.#wait(entry).catch(() => {}), // finish() throws it
      finish: () => this.#finish(entry, strategy),
      [Symbol.dispose]: () => {
        if (entry.state === "pending") this.#remove(entry)?.discard();
      },
    };
  }

  /** @throws {Error} if a call is pending. */
  [Symbol.dispose](): void {
    this.requireEmpty();
    this.#operations?.[Symbol.dispose]();
    this.#operations = undefined;
  }

  #start(
    { find }: CallStrategy<Result>,
    earlier: readonly QueuedRun<Result>[],
  ): QueuedRun<Result> | undefined {
    const match = find();
    if (!match) return undefined;
    const { runtime } = requireTensorFlowBackend("call a recording").binding;
    this.#operations ??= new OperationQueue(runtime);
    return match.recording.begin(match.tensors, this.#operations, earlier);
  }

  async #finish(
    entry: QueueEntry<Result>,
    strategy: CallStrategy<Result>,
  ): Promise<Result> {
    if (entry.state !== "pending" || entry !== this.#entries[0]) {
      throw new Error(
        "Cannot finish a call: calls must be finished once, in the order in which they began, and awaited",
      );
    }
    entry.state = "finishing";
    try {
      if (entry.run?.isStillValid === false) {
        entry.run.discard();
        entry.run = undefined;
      }
      entry.run ??= this.#start(strategy, []);
      if (entry.run) {
        entry.run.advanceRandomState();
        try {
          await this.#wait(entry);
        } catch (error) {
          this.#discardAll();
          throw error;
        }
        return entry.run.commit();
      }
      // One turn of the event loop, so that signals and timers are served
      await new Promise((resolve) => setTimeout(resolve));
      return strategy.runOpByOp();
    } finally {
      this.#remove(entry);
    }
  }

  async #wait({ run }: QueueEntry<Result>): Promise<void> {
    if (!run || run.hasRun) return;
    const runs = this.#entries.flatMap(({ run }) => run ?? []);
    await run.wait();
    // TensorFlow runs them in order
    for (const each of runs.slice(0, runs.indexOf(run) + 1)) {
      each.hasRun = true;
    }
  }

  /** Discards all runs: after a failure TensorFlow skips those behind it. */
  #discardAll(): void {
    for (const entry of this.#entries) {
      entry.run?.discard();
      entry.run = undefined;
    }
  }

  #remove(entry: QueueEntry<Result>): QueuedRun<Result> | undefined {
    this.#entries = this.#entries.filter((other) => other !== entry);
    entry.state = "done";
    return entry.run;
  }
}
