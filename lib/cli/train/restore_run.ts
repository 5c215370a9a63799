/** Brings back the recipe, the options and the folder of a run that is resumed. @module */
import { existsSync } from "node:fs";
import { oneLine } from "../../files/errors.ts";
import type { Dataset } from "../../data/digits.ts";
import type { tf } from "../../tensorflow/mod.ts";
import { restoreWeights } from "../../training/checkpoints/checkpoints.ts";
import type { StartOptions } from "../../training/checkpoints/header.ts";
import type { RunIdentity } from "../../training/checkpoints/run_identity.ts";
import { shouldStop } from "../../training/early_stopping.ts";
import { CheckpointError } from "../../training/errors.ts";
import type { Position } from "../../training/run_position.ts";
import { epochLine } from "../../terminal/result_lines.ts";
import type { Recipe } from "../../training/recipes/recipes.ts";
import { RunFolder } from "../../runs/folder.ts";
import type { RunConfig } from "../../runs/record.ts";
import { say } from "../command/output.ts";
import type { ResumableRun, RunOrigin } from "./find_resumable_run.ts";

/**
 * The recipe of the run: this program's recipe of that name, with the settings that
 * the flags had changed.
 *
 * @throws {CheckpointError} if this program has no recipe of that name.
 */
export function restoreRecipe(
  { identity: { recipe }, action }: Pick<RunOrigin, "identity" | "action">,
  known: Readonly<Record<string, Recipe>>,
): Recipe {
  const { name, epochs, batchSize, seed, earlyStopping, precision } = recipe;
  if (!Object.hasOwn(known, name)) {
    throw new CheckpointError(
      `${action}: its recipe must be ${
        Object.keys(known).join(" or ")
      }: current value is "${oneLine(name)}"`,
    );
  }
  return {
    ...known[name],
    epochs,
    batchSize,
    seed,
    ...earlyStopping && { earlyStopping },
    ...precision === "bfloat16" && { precision },
  };
}

/**
 * The options that the run was started with. A folder of digits or soft targets
 * that no longer exists is left out: the default folder may hold the same files.
 *
 * @param named The folders that the user names now.
 * @throws {CheckpointError} if a folder may not be read: only the user, not a file,
 * may name folders outside the project.
 */
export function restoreStartOptions(
  { start, action }: RunOrigin,
  named: Pick<StartOptions, "data" | "softTargets"> = {},
): StartOptions {
  const { data, softTargets, ...rest } = start;
  const usable = (
    what: "digits" | "soft targets",
    flag: string,
    folder: string | undefined,
    now: string | undefined,
  ) => {
    if (folder === undefined || now !== undefined) return false;
    const { state } = Deno.permissions.querySync({
      name: "read",
      path: folder,
    });
    if (state === "granted") return existsSync(folder);
    throw new CheckpointError(
      `${action}: the folder of its ${what}, "${
        oneLine(folder)
      }", must be named again with --${flag}: a command may read only what it is given`,
    );
  };
  return {
    ...rest,
    ...usable("digits", "data", data, named.data) && { data },
    ...usable("soft targets", "soft-targets", softTargets, named.softTargets) &&
      { softTargets },
  };
}

/**
 * Opens the folder of a resumed run. The last epoch's model is saved again, because
 * the process may have been killed between that epoch's checkpoint and its model.
 *
 * @throws {CheckpointError} if the checkpoint is of another architecture.
 * @throws {ModelError} if the folder can't be written.
 */
export async function restoreFolder(
  { path, stored }: Pick<ResumableRun, "path" | "stored">,
  config: RunConfig,
  model: tf.LayersModel,
): Promise<RunFolder> {
  if (!stored) return RunFolder.resume(path, config, []);
  const { history, batch } = stored.checkpoint.position;
  const last = history.at(-1);
  if (batch > 0 || !last) return RunFolder.resume(path, config, history);
  const run = await RunFolder.resume(path, config, history.slice(0, -1));
  restoreWeights(model, stored);
  await run.keepEpoch(last, model);
  return run;
}

/** Tells the user where the run continues and how its last epoch scored. */
export function reportResumePoint(
  { stored, origin: { identity, start } }: ResumableRun,
  engine: string,
  dataset: Dataset,
): void {
  if (stored) reportPosition(stored.checkpoint.position, identity, dataset);
  else say("Starting anew: the run was killed before its first checkpoint");
  if (start.engine !== undefined && start.engine !== engine) {
    say(
      `Warning: the run started on ${start.engine} and continues on ${engine}, which may round differently`,
    );
  }
}

function reportPosition(
  { epoch, batch, history }: Position,
  { recipe: { epochs, earlyStopping } }: RunIdentity,
  { source }: Dataset,
): void {
  const last = history.at(-1);
  const stopped = earlyStopping && shouldStop(history, earlyStopping);
  say(
    stopped || epoch > epochs
      ? `Resuming after the last epoch, ${epoch - 1}`
      : `Resuming in epoch ${epoch} of ${epochs} after step ${batch}`,
  );
  if (last) {
    const { testLoss, testCorrect, testCount } = last;
    const score = { loss: testLoss, correct: testCorrect, count: testCount };
    say(`Epoch ${last.epoch}: ${epochLine(score, source).trim()}`);
  }
}
