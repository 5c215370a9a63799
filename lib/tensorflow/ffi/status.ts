import type { Address, Symbols } from "./symbols.ts";
import { readCString } from "./memory.ts";

/** `TF_Code`, as `tsl/c/tsl_status.h` fixes it. */
const codes = [
  "OK",
  "CANCELLED",
  "UNKNOWN",
  "INVALID_ARGUMENT",
  "DEADLINE_EXCEEDED",
  "NOT_FOUND",
  "ALREADY_EXISTS",
  "PERMISSION_DENIED",
  "RESOURCE_EXHAUSTED",
  "FAILED_PRECONDITION",
  "ABORTED",
  "OUT_OF_RANGE",
  "UNIMPLEMENTED",
  "INTERNAL",
  "UNAVAILABLE",
  "DATA_LOSS",
  "UNAUTHENTICATED",
];

/** TensorFlow reported an error. */
export class TensorFlowError extends Error {
  /** "TensorFlowError". */
  override name = "TensorFlowError";

  /** TensorFlow's status code: `"INVALID_ARGUMENT"`. */
  readonly code: string;

  /**
   * Makes an error.
   *
   * @param message What failed, with shapes, and TensorFlow's own message.
   */
  constructor(message: string, code: string) {
    super(message);
    this.code = code;
  }
}

/** A `TF_Status`, checked after each call that takes one. */
export class Status implements Disposable {
  /** Says more about an error, where that is known. */
  static explain: (error: TensorFlowError) => Error = (error) => error;

  readonly #library: Symbols;
  /** The address to pass. */
  readonly address: Address;

  constructor(library: Symbols) {
    this.#library = library;
    this.address = library.TF_NewStatus();
  }

  /**
   * Turns a failed status into an error.
   *
   * @param action Describes the call, for the message; called only on failure.
   * @throws {TensorFlowError} if the last call failed.
   */
  check(action: () => string): void {
    const error = this.failure(action);
    if (error) throw Status.explain(error);
  }

  /** The error of the last call, as TensorFlow reports it, if it failed. */
  failure(action: () => string): TensorFlowError | undefined {
    const code = this.#library.TF_GetCode(this.address);
    if (code === 0) return undefined;
    const message = readCString(
      this.#library,
      this.#library.TF_Message(this.address),
    );
    return new TensorFlowError(
      `Cannot ${action()}: ${message}`,
      codes[code] ?? `code ${code}`,
    );
  }

  [Symbol.dispose](): void {
    this.#library.TF_DeleteStatus(this.address);
  }
}
