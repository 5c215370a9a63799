/**
 * How a command ends: its exit code, and what it says on standard error.
 *
 * @module
 */
import { DataError } from "../data/errors.ts";
import { ModelError } from "../model/errors.ts";
import { SweepError } from "../sweep/errors.ts";
import { LibraryError } from "../tensorflow/library/mod.ts";
import { TensorFlowError } from "../tensorflow/mod.ts";
import { BackendError } from "../tensorflow/select.ts";
import { CheckpointError, DivergenceError } from "../training/errors.ts";
import { UsageError } from "./flags.ts";
import { OutputError, say } from "./output.ts";

/** Exit codes of the commands. */
export const ExitCode = {
  /** It did what it was asked to. */
  OK: 0,
  /** A fault of this program. */
  UNEXPECTED: 1,
  /** Training came to numbers that are not finite. */
  DIVERGED: 1,
  /** A flag, a file, a folder or the machine: the message says what to do. */
  INPUT: 2,
  /** Interrupted by Ctrl-C or a request to end: 128 + SIGINT, as in shells. */
  INTERRUPTED: 130,
} as const;

/** Errors whose message is made for the user. */
const INPUT_ERRORS = [
  BackendError,
  CheckpointError,
  DataError,
  LibraryError,
  ModelError,
  OutputError,
  SweepError,
  UsageError,
];

/**
 * Runs a command; what it throws becomes a message and an exit code.
 *
 * @param main Returns the exit code.
 */
export async function exitCodeOf(
  main: (signal: AbortSignal) => Promise<number>,
): Promise<number> {
  using interruption = new Interruption();
  try {
    return await main(interruption.signal);
  } catch (error) {
    if (interruption.signal.aborted) {
      say("Interrupted");
      return ExitCode.INTERRUPTED;
    }
    if (isInputError(error)) {
      say((error as Error).message);
      return ExitCode.INPUT;
    }
    if (error instanceof DivergenceError) {
      say(error.message);
      return ExitCode.DIVERGED;
    }
    const place = machineFault(error);
    if (place !== undefined) {
      say(`Cannot go on: ${place}`);
      return ExitCode.INPUT;
    }
    console.error(error);
    return ExitCode.UNEXPECTED;
  }
}

function isInputError(error: unknown): boolean {
  return INPUT_ERRORS.some((type) => error instanceof type);
}

/** ENOSPC, EROFS and EDQUOT: wherever they are met, no fault of this program. */
const FULL_DISK = /\(os error (28|30|122)\)$/;

/** What the machine or its permissions refuse; undefined for other errors. */
function machineFault(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if (error instanceof TensorFlowError && error.code === "RESOURCE_EXHAUSTED") {
    const [fault] = error.message.split("\n");
    return `TensorFlow has no memory left: ${fault}; end other programs or use a smaller --batch-size`;
  }
  const known = error instanceof Deno.errors.NotCapable ||
    FULL_DISK.test(error.message);
  return known ? error.message.replace(FULL_DISK, "").trim() : undefined;
}

/**
 * Turns the first Ctrl-C or request to end into an aborted signal, so that the
 * command can end in order; the second ends it at once.
 */
export class Interruption implements Disposable {
  readonly #controller = new AbortController();
  readonly #listener = () => {
    if (this.signal.aborted) Deno.exit(ExitCode.INTERRUPTED);
    this.#controller.abort(new DOMException("Interrupted", "AbortError"));
  };
  readonly #names: readonly Deno.Signal[] = Deno.build.os === "windows"
    ? ["SIGINT"]
    : ["SIGINT", "SIGTERM"];

  constructor() {
    for (const name of this.#names) {
      Deno.addSignalListener(name, this.#listener);
    }
  }

  /** Aborted by the first signal. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Gives the signals back. */
  [Symbol.dispose](): void {
    for (const name of this.#names) {
      Deno.removeSignalListener(name, this.#listener);
    }
  }
}
