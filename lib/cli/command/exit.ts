/**
 * How a command ends: its exit code, and what it says on standard error.
 *
 * @module
 */
import { DataError } from "../../data/errors.ts";
import { FileError } from "../../files/errors.ts";
import { ModelError } from "../../model/errors.ts";
import { SweepError } from "../../sweep/errors.ts";
import { LibraryError } from "../../tensorflow/library/mod.ts";
import { TensorFlowError } from "../../tensorflow/mod.ts";
import { BackendError } from "../../tensorflow/select_backend.ts";
import {
  CheckpointError,
  DivergenceError,
  TeacherError,
} from "../../training/errors.ts";
import { UsageError } from "./flags.ts";
import { JupyterError } from "../jupyter/environment.ts";
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
  /** Its terminal was closed: 128 + SIGHUP, as in shells. */
  HUNG_UP: 129,
  /** Interrupted by Ctrl-C or a request to end: 128 + SIGINT, as in shells. */
  INTERRUPTED: 130,
} as const;

/** Errors whose message is made for the user. */
const INPUT_ERRORS = [
  BackendError,
  CheckpointError,
  DataError,
  FileError,
  JupyterError,
  LibraryError,
  ModelError,
  OutputError,
  SweepError,
  TeacherError,
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
    const code = await main(interruption.signal);
    return code === ExitCode.INTERRUPTED ? interruption.exitCode : code;
  } catch (error) {
    if (interruption.signal.aborted) {
      say("Interrupted");
      return interruption.exitCode;
    }
    return reported(error);
  }
}

/** As {@linkcode exitCodeOf}, where Ctrl-C may end everything at once. */
export async function exitCodeOfTool(
  main: () => Promise<number>,
): Promise<number> {
  try {
    return await main();
  } catch (error) {
    return reported(error);
  }
}

/** Says what went wrong; returns the exit code. */
function reported(error: unknown): number {
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

function isInputError(error: unknown): boolean {
  return INPUT_ERRORS.some((type) => error instanceof type);
}

/** ENOSPC, EROFS and EDQUOT: wherever they are met, no fault of this program. */
const FULL_DISK = /\(os error (28|30|122)\)$/;

/** What oneDNN says where the processor lacks the instructions. */
const NO_KERNEL = /could not create a primitive descriptor/;

/** What the machine or its permissions refuse; undefined for other errors. */
function machineFault(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if (error instanceof TensorFlowError && error.code === "RESOURCE_EXHAUSTED") {
    const [fault] = error.message.split("\n");
    return `TensorFlow has no memory left: ${fault}; end other programs, or train with a smaller --batch-size`;
  }
  if (error instanceof TensorFlowError && NO_KERNEL.test(error.message)) {
    return `TensorFlow has no kernel of this precision for this processor: ${
      error.message.split("\n")[0]
    }; leave out --bfloat16`;
  }
  const known = error instanceof Deno.errors.NotCapable ||
    FULL_DISK.test(error.message);
  return known ? error.message.replace(FULL_DISK, "").trim() : undefined;
}

/**
 * Signals this soon after the first one are the same key press: `deno task`
 * passes Ctrl-C on twice, to a command that the terminal tells as well. They
 * come within a millisecond of each other; nobody presses twice in this time.
 */
const SAME_PRESS_MS = 300;

/**
 * Turns the first Ctrl-C, request to end or closed terminal into an aborted
 * signal, so that the command can end in order; a second Ctrl-C or request ends
 * it at once. A closed terminal is told more than once, by the kernel and by
 * shells: that hurries nothing.
 *
 * `nohup` doesn't keep a command alive: Deno and `deno task` take SIGHUP over
 * whether it was ignored or not. `setsid` does.
 */
export class Interruption implements Disposable {
  readonly #controller = new AbortController();
  readonly #listeners: ReadonlyMap<Deno.Signal, () => void>;
  #exitCode: number = ExitCode.INTERRUPTED;
  #since = 0;

  constructor() {
    const end = () => {
      if (!this.signal.aborted) return this.#abort();
      if (performance.now() - this.#since >= SAME_PRESS_MS) {
        Deno.exit(this.exitCode);
      }
    };
    const hangUp = () => {
      if (this.signal.aborted) return;
      this.#exitCode = ExitCode.HUNG_UP;
      this.#abort();
    };
    const windows = Deno.build.os === "windows";
    this.#listeners = new Map<Deno.Signal, () => void>([
      ["SIGINT", end],
      ...windows ? [] : [["SIGTERM", end], ["SIGHUP", hangUp]] as const,
    ]);
    for (const [name, listener] of this.#listeners) {
      Deno.addSignalListener(name, listener);
    }
  }

  /** Aborted by the first signal. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** What an interrupted command ends with. */
  get exitCode(): number {
    return this.#exitCode;
  }

  #abort(): void {
    this.#since = performance.now();
    this.#controller.abort(new DOMException("Interrupted", "AbortError"));
  }

  /** Gives the signals back. */
  [Symbol.dispose](): void {
    for (const [name, listener] of this.#listeners) {
      Deno.removeSignalListener(name, listener);
    }
  }
}
