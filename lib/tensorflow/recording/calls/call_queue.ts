import { requireTensorFlowBackend } from "../../backend/active.ts";
import { OperationQueue } from "../../eager/operation_queue.ts";
import { type RandomState, randomState } from "../../random/seed.ts";
import type { CallStrategy, PendingCall } from "./pending_call.ts";
import {
  endTurn,
  lastTurn,
  type QueueEntry,
  refusePending,
  refuseWhileRecording,
  requireFinishable,
  takeTurn,
} from "./queue_entry.ts";
import type { QueuedRun } from "./queued_run.ts";

/**
 * After so many runs that another assignment made useless, a call runs at once,
 * while the event loop waits.
 */
const MAX_RUNS = 3;

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
    refusePending("call or dispose", this.#entries);
  }

  /** @throws {Error} if `finish()` has not been called on each call. */
  requireFinishing(): void {
    if (this.#entries.every(({ state }) => state === "finishing")) return;
    refusePending("call", this.#entries);
  }

  /**
   * Where the random stream will be when the pending calls have taken effect;
   * undefined if the last of them has yet to run.
   */
  get randomAhead(): RandomState | undefined {
    const last = this.#entries.at(-1) ?? lastTurn();
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
    const before = earlier.at(-1) ?? lastTurn()?.run;
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
    requireFinishable(entry, before);
    entry.state = "finishing";
    const { promise, resolve } = Promise.withResolvers<void>();
    entry.end = promise;
    const ahead = [before?.end];
    // A call without effects may return what it read before another's effects
    if (entry.run?.hasEffects !== false) {
      ahead.push(lastTurn()?.end);
      takeTurn(entry);
    }
    try {
      for (const end of ahead) if (end) await end;
      return await this.#complete(entry, strategy);
    } finally {
      this.#entries = this.#entries.filter((other) => other !== entry);
      endTurn(entry);
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
}
