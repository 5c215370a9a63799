/** How the processes that share a sweep keep out of each other's trials. @module */
import { fileErrorAs } from "../files/errors.ts";
import { lockRun } from "../runs/lock.ts";
import { SweepError } from "./errors.ts";

/**
 * Claims a trial for this process, until its log is closed.
 *
 * The claim is the operating system's lock on the log, so it ends with the process,
 * and holds on other machines too that share the folder.
 *
 * @param run Folder of the trial's run.
 * @returns The log, to append to; undefined if another process has the trial.
 * @throws {SweepError} if the log can't be written.
 */
export async function claimTrial(
  run: string,
): Promise<Deno.FsFile | undefined> {
  const path = `${run}.log`;
  let log: Deno.FsFile | undefined;
  try {
    log = await Deno.open(path, { append: true, create: true });
    if (await log.tryLock(true) && !await isTraining(run)) return log;
  } catch (error) {
    log?.close();
    throw fileErrorAs(
      SweepError,
      `Cannot write "${path}"`,
      error,
      "choose another folder with --out",
    );
  }
  log.close();
}

/** Whether a trial outlives its sweep, which was killed, to save a checkpoint. */
async function isTraining(run: string): Promise<boolean> {
  try {
    using lock = await lockRun(run);
    return !lock;
  } catch (error) {
    if ((error as Error).cause instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
