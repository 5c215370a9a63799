import { tensorFlowBackend } from "../../backend/active.ts";
import { RecordingError } from "../../backend/errors.ts";
import type { QueuedRun } from "./queued_run.ts";

/** A call in the queue. */
export interface QueueEntry<Result> {
  /** TensorFlow's run; undefined if it can only start in `finish()`. */
  run: QueuedRun<Result> | undefined;
  state: "pending" | "finishing" | "finished" | "cancelled";
  /** Resolves when `finish()` has ended. */
  end: Promise<void> | undefined;
}

/**
 * The calls of all functions that are being finished and may assign variables
 * or draw random numbers, oldest first. They take turns, so that the same
 * program comes to the same values, whichever call TensorFlow ends first.
 */
const turns: QueueEntry<unknown>[] = [];

/** The last call that is being finished and has effects, if there is one. */
export function lastTurn(): QueueEntry<unknown> | undefined {
  return turns.at(-1);
}

/** Has a call wait for its turn behind all others. */
export function takeTurn(entry: QueueEntry<unknown>): void {
  turns.push(entry);
}

/** Ends a call's turn, if it took one. */
export function endTurn(entry: QueueEntry<unknown>): void {
  const index = turns.indexOf(entry);
  if (index >= 0) turns.splice(index, 1);
}

/**
 * @param before The call before it in its queue.
 * @throws {Error} if a call can't be finished now.
 */
export function requireFinishable(
  { state }: QueueEntry<unknown>,
  before: QueueEntry<unknown> | undefined,
): void {
  const isNext = before === undefined || before.state === "finishing";
  if (state === "pending" && isNext) return;
  const why = state === "pending"
    ? "has another before it"
    : state === "finishing"
    ? "is being finished"
    : `was ${state}`;
  throw new Error(
    `Cannot finish a call: calls must be finished once, in the order in which they began: this one ${why}`,
  );
}

/** @throws {Error} if there are pending calls. */
export function refusePending(
  action: string,
  { length }: readonly unknown[],
): void {
  if (length === 0) return;
  throw new Error(
    `Cannot ${action} a compiled function: pending calls must be finished or disposed: ${length} are pending; await them first`,
  );
}

/** @throws {RecordingError} while a function is recorded. */
export function refuseWhileRecording(): void {
  if (!tensorFlowBackend()?.binding.recorder) return;
  throw new RecordingError(
    "Cannot record a pending call: begin(), async() and finish() take effect later, a recorded function does not wait; call the function itself, or begin the call outside",
  );
}
