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

/** An error that TensorFlow itself reported. */
export class TensorFlowError extends Error {
  override name = "TensorFlowError";

  /**
   * @param message What was tried, with shapes where there are any, and
   * TensorFlow's own message.
   * @param code TensorFlow's status, for example `"INVALID_ARGUMENT"`.
   */
  constructor(message: string, readonly code: string) {
    super(message);
  }
}

/** A `TF_Status`, asked after each call that takes one. */
export class Status implements Disposable {
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
   * @param action What was tried; called only on failure.
   * @throws {TensorFlowError} if the last call failed.
   */
  check(action: () => string): void {
    const code = this.#library.TF_GetCode(this.address);
    if (code === 0) return;
    const message = readCString(
      this.#library,
      this.#library.TF_Message(this.address),
    );
    throw new TensorFlowError(
      `Cannot ${action()}: ${message}`,
      codes[code] ?? `code ${code}`,
    );
  }

  [Symbol.dispose](): void {
    this.#library.TF_DeleteStatus(this.address);
  }
}
