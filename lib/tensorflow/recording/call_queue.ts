import {
  requireTensorFlowBackend,
  tensorFlowBackend,
} from "../backend/active.ts";
import { RecordingError } from "../backend/errors.ts";
import { OperationQueue } from "../eager/operation_queue.ts";
import { type RandomState, randomState } from "../random/seed.ts";
import type { tf } from "../tfjs.ts";
import type { QueuedRun } from "./queued_run.ts";
import type { Recording } from "./recording.ts";

/** A call that waits to be finished. */
export interface PendingCall<Result> extends Disposable {
  /**
   * Resolves when TensorFlow has run the call or failed to; at once if the call
   * is finished or cancelled. Finishing it, and the calls before it, is
   * immediate then.
   */
  ran(): Promise<void>;
  /**
   * Waits for the call while the event loop stays free, writes the variables
   * and returns the result. Calls must be finished in the order in which they
   * began; the one before needn't have ended.
   *
   * @throws {TensorFlowError} if TensorFlow fails.
   * @throws {Error} if a variable was disposed, or it is not this call's turn.
   */
  finish(): Promise<Result>;
  /** Cancels the call, unless `finish()` was called. */
  [Symbol.dispose](): void;
}

/** The two ways to make a call. */
interface CallStrategy<Result> {
  /** Finds the recording and its arguments; undefined without a recording. */
  find():
    | { recording: Recording<Result>; tensors: readonly tf.Tensor[] }
    | undefined;
  /** Whether the recording that was found last is still the one to call. */
  isCurrent?(): boolean;
  /** Runs the function without a recording. */
  runOpByOp(): Result;
}

/** A call in the queue. */
interface QueueEntry<Result> {
  /** TensorFlow's run; undefined if it can only start in `finish()`. */
  run: QueuedRun<Result> | undefined;
  state: "pending" | "finishing" | "finished" | "cancelled";
  /** Resolves when `finish()` has ended. */
  end: Promise<void> | undefined;
}

/**
 * After so many runs that another assignment made useless, a call runs at once,
 * while the event loop waits.
 */
const MAX_RUNS = 3;

/**
 * The calls of all functions that are being finished and may assign variables
 * or draw random numbers, oldest first. They take turns, so that the same
 * program comes to the same values, whichever call TensorFlow ends first.
 */
const finishing: QueueEntry<unknown>[] = [];

/** The pending calls of one function, oldest first. */
export class CallQueue<Result> implements Disposable {
  #entries: QueueEntry<Result>[] = [];
  #operations: OperationQueue | undefined;
  /**
   * Whether runs were discarded that may have failed: TensorFlow reports their
   * error at a run behind them.
   */
  #mayReportDiscarded = false;

  /** @throws {Error} if a call is pending. */
  requireEmpty(): void {
    if (this.#entries.length > 0) this.#refuse("call or dispose");
  }

  /** @throws {Error} if `finish()` has not been called on each call. */
  requireFinishing(): void {
    const isFinishing = this.#entries.every(({ state }) =>
      state === "finishing"
    );
    if (!isFinishing) this.#refuse("call");
  }

  /**
   * Where the random stream will be when the pending calls have taken effect;
   * undefined if the last of them has yet to run.
   */
  get randomAhead(): RandomState | undefined {
    const last = this.#entries.at(-1) ?? finishing.at(-1);
    return last ? last.run?.randomAfter : randomState();
  }

  /**
   * Adds a call to the end of the queue.
   *
   * @param draws How many random keys the caller draws just before it finishes
   * the call.
   * @throws {RecordingError} while a function is recorded.
   */
  begin(strategy: CallStrategy<Result>, draws = 0): PendingCall<Result> {
    refuseWhileRecording();
    const entry: QueueEntry<Result> = {
      run: undefined,
      state: "pending",
      end: undefined,
    };
    const earlier = this.#entries.flatMap(({ run }) => run ?? []);
    const before = earlier.at(-1) ?? finishing.at(-1)?.run;
    const random = before?.randomAfter ?? randomState();
    const start = { seed: random.seed, draws: random.draws + draws };
    try {
      entry.run = this.#start(strategy, earlier, start);
    } catch (error) {
      // The error may be an earlier call's: this one then starts in finish()
      if (this.#entries.length === 0) throw error;
    }
    this.#entries.push(entry);
    return {
      ran: () => this.#wait(entry).catch(() => {}), // finish() throws it
      finish: () => this.#finish(entry, strategy),
      [Symbol.dispose]: () => {
        if (entry.state === "pending") this.#cancel(entry);
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
    random: RandomState,
  ): QueuedRun<Result> | undefined {
    const match = find();
    if (!match) return undefined;
    const { runtime } = requireTensorFlowBackend("call a recording").binding;
    this.#operations ??= new OperationQueue(runtime);
    const { recording, tensors } = match;
    const operations = this.#operations;
    const start = () => recording.begin(tensors, operations, earlier, random);
    try {
      return start();
    } catch (error) {
      if (!this.#mayReportDiscarded) throw error;
      // TensorFlow skipped the runs behind the discarded one, too
      for (const each of this.#entries) this.#discard(each);
      return earlier.length === 0 ? start() : undefined;
    }
  }

  async #finish(
    entry: QueueEntry<Result>,
    strategy: CallStrategy<Result>,
  ): Promise<Result> {
    refuseWhileRecording();
    const position = this.#entries.indexOf(entry);
    const before = this.#entries[position - 1];
    if (
      entry.state !== "pending" ||
      (before !== undefined && before.state !== "finishing")
    ) {
      throw new Error(
        `Cannot finish a call: calls must be finished once, in the order in which they began: this one ${
          entry.state === "pending"
            ? "has another before it"
            : entry.state === "finishing"
            ? "is being finished"
            : `was ${entry.state}`
        }`,
      );
    }
    entry.state = "finishing";
    const { promise, resolve } = Promise.withResolvers<void>();
    entry.end = promise;
    const ahead = [before?.end];
    // A call without effects may return what it read before another's effects
    if (entry.run?.hasEffects !== false) {
      ahead.push(finishing.at(-1)?.end);
      finishing.push(entry);
    }
    try {
      for (const end of ahead) if (end) await end;
      return await this.#complete(entry, strategy);
    } finally {
      this.#entries = this.#entries.filter((other) => other !== entry);
      const index = finishing.indexOf(entry);
      if (index >= 0) finishing.splice(index, 1);
      entry.state = "finished";
      resolve();
    }
  }

  /** Makes a call take effect. */
  async #complete(
    entry: QueueEntry<Result>,
    strategy: CallStrategy<Result>,
  ): Promise<Result> {
    for (let runs = 0; runs < MAX_RUNS; runs++) {
      const isCurrent = () => strategy.isCurrent?.() ?? true;
      if (entry.run && !(entry.run.isStillValid && isCurrent())) {
        this.#discard(entry);
      }
      const run = entry.run ??= this.#start(strategy, [], randomState());
      if (!run) {
        // One turn of the event loop, so that signals and timers are served
        await new Promise((resolve) => setTimeout(resolve));
        return strategy.runOpByOp();
      }
      const isStillValid = () =>
        !run.hasEffects || run.isStillValid && isCurrent();
      try {
        await this.#wait(entry);
      } catch (error) {
        const isItsOwn = !this.#mayReportDiscarded;
        // TensorFlow skips the runs behind it
        for (const each of this.#entries) this.#discard(each);
        this.#mayReportDiscarded = false;
        if (!isItsOwn || !isStillValid()) continue;
        run.advanceRandomState();
        throw error;
      }
      if (isStillValid()) return run.commit();
    }
    this.#discard(entry);
    const match = strategy.find();
    return match ? match.recording.call(match.tensors) : strategy.runOpByOp();
  }

  async #wait({ run }: QueueEntry<Result>): Promise<void> {
    if (!run) return;
    await run.wait();
    // TensorFlow runs them in order
    for (const entry of this.#entries) entry.run?.noteRun(run);
  }

  #discard(entry: QueueEntry<Result>): void {
    if (!entry.run) return;
    this.#mayReportDiscarded = true;
    entry.run.discard();
    entry.run = undefined;
  }

  #cancel(entry: QueueEntry<Result>): void {
    this.#discard(entry);
    this.#entries = this.#entries.filter((other) => other !== entry);
    entry.state = "cancelled";
  }

  #refuse(action: string): never {
    throw new Error(
      `Cannot ${action} a compiled function: pending calls must be finished or disposed: ${this.#entries.length} are pending; await them first`,
    );
  }
}

/** @throws {RecordingError} while a function is recorded. */
function refuseWhileRecording(): void {
  if (!tensorFlowBackend()?.binding.recorder) return;
  throw new RecordingError(
    "Cannot record a pending call: begin(), async() and finish() take effect later, a recorded function does not wait; call the function itself, or begin the call outside",
  );
}
