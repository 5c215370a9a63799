/**
 * One trial of `deno task sweep`: `deno task train` with a recipe of its own.
 * Ends in order when its standard input does.
 *
 * @module
 */
import type { SweepConfig } from "../../sweep/config.ts";
import { init } from "../../tensorflow/mod.ts";
import { CheckpointStore } from "../../training/checkpoints/store.ts";
import type { Recipe } from "../../training/recipes/mod.ts";
import { checkpointsFolder } from "../../runs/folder.ts";
import { exitCodeOf } from "../command/exit.ts";
import { trainCommand } from "../train/main.ts";

/** What the sweep tells its trial. */
export interface TrialOrder {
  readonly recipe: Recipe;
  /** Of the run; what an earlier process left there goes on. */
  readonly folder: string;
  readonly split: SweepConfig["split"];
  readonly data?: string;
  /** Folder of the soft targets, where it learns from them. */
  readonly softTargets?: string;
  readonly limit?: number;
  /** Whether it shares the machine with others: one thread is its own then. */
  readonly shared: boolean;
}

async function main(order: TrialOrder, signal: AbortSignal): Promise<number> {
  const { recipe, folder, split, data, softTargets, limit, shared } = order;
  if (shared) await init({ signal, threads: { interOp: 1, intraOp: 1 } });
  const { path: resumable } =
    await new CheckpointStore(checkpointsFolder(folder)).newest() ?? {};
  if (resumable === undefined) {
    // A run that was killed before its first checkpoint has nothing to keep
    await Deno.remove(folder, { recursive: true }).catch(() => {});
  }
  const args = [
    ...["--recipe", recipe.name, "--seed", `${recipe.seed}`, "--out", folder],
    ...resumable === undefined ? [] : ["--resume"],
    ...split === "test" ? [] : ["--validation"],
    ...split === "writers" ? ["--writers"] : [],
    ...data === undefined ? [] : ["--data", data],
    ...softTargets === undefined ? [] : ["--soft-targets", softTargets],
    ...limit === undefined ? [] : ["--limit", `${limit}`],
  ];
  return await trainCommand(args, signal, { known: { [recipe.name]: recipe } });
}

/** Aborts when standard input ends. */
function inputEnded(): AbortSignal {
  const controller = new AbortController();
  (async () => {
    const buffer = new Uint8Array(256);
    while (await Deno.stdin.read(buffer) !== null);
    controller.abort(new DOMException("Interrupted", "AbortError"));
  })();
  return controller.signal;
}

if (import.meta.main) {
  const order: TrialOrder = JSON.parse(Deno.args[0]);
  const ended = inputEnded();
  Deno.exit(
    await exitCodeOf((signal) => main(order, AbortSignal.any([signal, ended]))),
  );
}
