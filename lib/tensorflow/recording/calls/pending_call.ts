import type { tf } from "../../tfjs.ts";
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
export interface CallStrategy<Result> {
  /** Finds the recording and its arguments; undefined without a recording. */
  find():
    | { recording: Recording<Result>; tensors: readonly tf.Tensor[] }
    | undefined;
  /** Whether the recording that was found last is still the one to call. */
  isCurrent?(): boolean;
  /** Runs the function without a recording. */
  runOpByOp(): Result;
}
