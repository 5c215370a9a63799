import type { Checkpoints } from "../../training/checkpoints/checkpoints.ts";
import type { StartOptions } from "../../training/checkpoints/format.ts";
import type { Recipe } from "../../training/recipes/mod.ts";
import type { RunFolder } from "../../runs/folder.ts";

/**
 * Says what a run that ended early leaves; one that leaves nothing is removed.
 *
 * @param named The folders that the user has named.
 * @returns `weights`: which are kept and where. `command`: what goes on with the
 * run, to be put behind; empty if nothing does.
 */
export async function whatIsKept(
  run: RunFolder,
  recipe: Recipe,
  checkpoints: Checkpoints,
  named: Pick<StartOptions, "data" | "softTargets">,
): Promise<{ weights: string; command: string }> {
  const kept = run.epochs.length;
  if (kept === 0 && checkpoints.last === undefined) {
    await run.discard();
    return { weights: "no epoch had ended, nothing is kept", command: "" };
  }
  return {
    weights: kept === 0
      ? "no epoch had ended"
      : `the weights of epoch ${kept} of ${recipe.epochs} are kept in ${run.last}`,
    command: checkpoints.last === undefined
      ? ""
      : `; go on with: deno task train --resume --out ${quoted(run.path)}${
        flagOf("data", named.data)
      }${flagOf("soft-targets", named.softTargets)}`,
  };
}

function flagOf(name: string, folder: string | undefined): string {
  return folder === undefined ? "" : ` --${name} ${quoted(folder)}`;
}

/** A path as a shell takes it. */
function quoted(path: string): string {
  return /^[\w./:\\-]+$/.test(path)
    ? path
    : `'${path.replaceAll("'", "'\\''")}'`;
}
