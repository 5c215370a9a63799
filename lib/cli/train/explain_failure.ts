import type { Checkpoints } from "../../training/checkpoints/checkpoints.ts";
import type { StartOptions } from "../../training/checkpoints/header.ts";
import { DivergenceError } from "../../training/errors.ts";
import type { Recipe } from "../../training/recipes/recipes.ts";
import type { RunFolder } from "../../runs/folder.ts";
import { ExitCode } from "../command/exit.ts";
import { say } from "../command/output.ts";

/** The parts of a run that decide what is left of it when it ends early. */
export interface EndedRun {
  readonly folder: Pick<RunFolder, "path" | "last" | "epochs" | "discard">;
  readonly checkpoints: Pick<Checkpoints, "last">;
  readonly recipe: Pick<Recipe, "epochs">;
  /** The folders that the user named. */
  readonly start: Pick<StartOptions, "data" | "softTargets"> & {
    readonly tensorboard?: string;
  };
}

/**
 * Tells the user what is left of a run that ended early and how to resume it, and
 * removes the folder of a run that has nothing to keep.
 *
 * @param error What ended the training.
 * @returns The exit code of an interrupted command.
 * @throws The error, if no interruption was the cause.
 */
export async function explainFailure(
  error: unknown,
  run: EndedRun,
  signal: AbortSignal,
): Promise<number> {
  const kept = describeKept(run);
  if (!keepsAnything(run)) await run.folder.discard();
  if (error instanceof DivergenceError) {
    throw new DivergenceError(`${error.message}; ${kept}`);
  }
  const command = run.checkpoints.last === undefined
    ? ""
    : `; resume with: ${resumeCommand(run.folder.path, run.start)}`;
  // Another task of a cluster may have been
  if (!signal.aborted && (error as Error)?.name !== "AbortError") {
    say(`Stopped: ${kept}${command}`);
    throw error;
  }
  if (error !== signal.reason) say(`Warning: ${(error as Error).message}`);
  say(`Interrupted: ${kept}${command}`);
  return ExitCode.INTERRUPTED;
}

function keepsAnything({ folder, checkpoints }: EndedRun): boolean {
  return folder.epochs.length > 0 || checkpoints.last !== undefined;
}

function describeKept(run: EndedRun): string {
  const epochs = run.folder.epochs.length;
  if (epochs > 0) {
    return `the weights of epoch ${epochs} of ${run.recipe.epochs} are kept in ${run.folder.last}`;
  }
  return keepsAnything(run)
    ? "no epoch was finished"
    : "no epoch was finished, nothing is kept";
}

/** The shell command that resumes a run, with the folders that the user named. */
export function resumeCommand(
  run: string,
  { data, softTargets, tensorboard }: EndedRun["start"],
): string {
  const flag = (name: string, folder: string | undefined) =>
    folder === undefined ? "" : ` --${name} ${quoted(folder)}`;
  return `deno task train --resume --out ${quoted(run)}${flag("data", data)}${
    flag("soft-targets", softTargets)
  }${flag("tensorboard", tensorboard)}`;
}

/** A path as a POSIX shell reads it. */
function quoted(path: string): string {
  return /^[\w./:\\-]+$/.test(path)
    ? path
    : `'${path.replaceAll("'", "'\\''")}'`;
}
