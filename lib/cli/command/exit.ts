/**
 * How a command ends: its exit code, and what it says on standard error.
 *
 * @module
 */
import { DataError } from "../../data/errors.ts";
import { ExportError } from "../../export/format.ts";
import { FileError } from "../../files/errors.ts";
import { ModelError } from "../../model/errors.ts";
import { SweepError } from "../../sweep/errors.ts";
import { LibraryError } from "../../tensorflow/library/mod.ts";
import {
  cluster,
  memoryFault,
  PrecisionError,
  TensorFlowError,
} from "../../tensorflow/mod.ts";
import { BackendError } from "../../tensorflow/select_backend.ts";
import {
  CheckpointError,
  DivergenceError,
  TeacherError,
} from "../../training/errors.ts";
import { UsageError } from "./flags.ts";
import { JupyterError } from "../jupyterlab/errors.ts";
import { OutputError, say, sayWhy } from "./output.ts";

/** Exit codes of the commands. */
export const ExitCode = {
  /** The command did what it was asked to do. */
  OK: 0,
  /** A fault of this program. */
  UNEXPECTED: 1,
  /** A loss became infinite or NaN. */
  DIVERGED: 1,
  /** A flag, a file, a folder or the machine: the message says what to do. */
  INPUT: 2,
  /** Another task of the cluster is gone: EX_TEMPFAIL of sysexits.h, start all again. */
  TASK_LOST: 75,
  /** Its terminal was closed: 128 + SIGHUP, as in shells. */
  HUNG_UP: 129,
  /** Interrupted by Ctrl-C or a request to end: 128 + SIGINT, as in shells. */
  INTERRUPTED: 130,
} as const;

/** Errors whose messages are written for the user. */
const INPUT_ERRORS = [
  BackendError,
  CheckpointError,
  cluster.ClusterError,
  DataError,
  ExportError,
  FileError,
  JupyterError,
  LibraryError,
  ModelError,
  OutputError,
  PrecisionError,
  SweepError,
  TeacherError,
  UsageError,
];

/**
 * Runs a command, and turns what it throws into a message and an exit code.
 *
 * @param main Returns the exit code. Its signal is aborted by the first Ctrl-C, request
 * to end or closed terminal.
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

/** Like {@linkcode exitCodeOf}, for commands that Ctrl-C may end at once. */
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
  if (error instanceof cluster.LostTaskError) {
    sayWhy(error.message);
    return ExitCode.TASK_LOST;
  }
  if (isInputError(error)) {
    sayWhy((error as Error).message);
    return ExitCode.INPUT;
  }
  if (error instanceof DivergenceError) {
    sayWhy(error.message);
    return ExitCode.DIVERGED;
  }
  const place = machineFault(error);
  if (place !== undefined) {
    sayWhy(`Cannot go on: ${place}`);
    return ExitCode.INPUT;
  }
  console.error(error);
  return ExitCode.UNEXPECTED;
}

function isInputError(error: unknown): boolean {
  return INPUT_ERRORS.some((type) => error instanceof type);
}

/** ENOSPC, EROFS and EDQUOT: the disk is full, read-only or over its quota. */
const FULL_DISK = /\(os error (28|30|122)\)$/;

/** What oneDNN says if the processor lacks the instructions. */
const NO_KERNEL = /could not create a primitive descriptor/;

/** What the machine or a missing permission refuses; undefined for other errors. */
function machineFault(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const memory = memoryFault(error);
  if (memory !== undefined) {
    return `${memory}; end other programs, or train with a smaller --batch-size`;
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
 * Signals that follow this soon belong to the same key press: the terminal signals the
 * command, and `deno task` and the launcher pass Ctrl-C on, all within a few
 * milliseconds. Nobody presses twice in this time.
 */
const SAME_PRESS_MS = 300;

/**
 * Turns the first Ctrl-C, request to end or closed terminal into an aborted signal, so
 * that the command can finish in order. A second Ctrl-C or request ends it at once. The
 * kernel and shells both report a closed terminal, so repeated reports change nothing.
 *
 * `setsid` keeps a command alive after its terminal; `nohup` does not, since Deno and
 * `deno task` handle SIGHUP even if it was ignored.
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

  /** The exit code of an interrupted command. */
  get exitCode(): number {
    return this.#exitCode;
  }

  #abort(): void {
    this.#since = performance.now();
    this.#controller.abort(new DOMException("Interrupted", "AbortError"));
  }

  /** Stops listening to the signals. */
  [Symbol.dispose](): void {
    for (const [name, listener] of this.#listeners) {
      Deno.removeSignalListener(name, listener);
    }
  }
}
