import { cluster } from "../../tensorflow/mod.ts";
import type { Checkpoints } from "../../training/checkpoints/checkpoints.ts";
import type { StartOptions } from "../../training/checkpoints/header.ts";
import { DivergenceError } from "../../training/errors.ts";
import type { Recipe } from "../../training/recipes/recipes.ts";
import type { RunFolder } from "../../runs/folder.ts";
import { ExitCode } from "../command/exit.ts";
import { say } from "../command/output.ts";
import { quoted } from "../command/shell.ts";
import type { TrainSettings } from "./settings.ts";

/** The parts of a run that decide what is left of it when it ends early. */
export interface EndedRun {
  readonly folder: Pick<RunFolder, "path" | "last" | "epochs" | "discard">;
  readonly checkpoints: Pick<Checkpoints, "last">;
  readonly recipe: Pick<Recipe, "epochs">;
  /** The folders that the user named, and how workers share the steps. */
  readonly start:
    & Pick<StartOptions, "data" | "softTargets">
    & Partial<
      Pick<TrainSettings, "tensorboard" | "workers" | "synchronized">
    >;
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
    : `; resume ${severalMachines(run.start) ? "every worker " : ""}with: ${
      resumeCommand(run.folder.path, run.start)
    }`;
  // Another task of a cluster may have been
  if (!signal.aborted && (error as Error)?.name !== "AbortError") {
    say(`Stopped: ${kept}${command}`);
    throw error;
  }
  if (error !== signal.reason) say(`Warning: ${(error as Error).message}`);
  say(`Interrupted: ${kept}${command}`);
  return ExitCode.INTERRUPTED;
}

/** Whether the user started each worker. */
function severalMachines({ workers }: EndedRun["start"]): boolean {
  return workers === undefined && cluster.currentCluster().size > 1;
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
  { data, softTargets, tensorboard, workers, synchronized }: EndedRun["start"],
): string {
  const flags = {
    out: run,
    data,
    "soft-targets": softTargets,
    tensorboard,
    workers,
  };
  return [
    "deno task train --resume",
    ...Object.entries(flags).flatMap(([name, value]) =>
      value === undefined ? [] : [`--${name} ${quoted(`${value}`)}`]
    ),
    ...synchronized ? ["--synchronize"] : [],
  ].join(" ");
}
