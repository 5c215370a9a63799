/**
 * One trial of `deno task sweep`: `deno task train` with a recipe of its own. It ends
 * with a checkpoint when its standard input ends.
 *
 * @module
 */
import type { SweepConfig } from "../../sweep/config.ts";
import { init } from "../../tensorflow/mod.ts";
import type { Recipe } from "../../training/recipes/recipes.ts";
import { exitCodeOf } from "../command/exit.ts";
import { trainCommand } from "../train/main.ts";

/** What the sweep tells its trial. */
export interface TrialOrder {
  readonly recipe: Recipe;
  /** Of the run; a run that was stopped there is resumed. */
  readonly folder: string;
  readonly split: SweepConfig["split"];
  readonly data?: string;
  /** Folder of the soft targets, if it learns from some. */
  readonly softTargets?: string;
  readonly limit?: number;
  /** Whether other trials run at the same time: each gets one thread then. */
  readonly shared: boolean;
}

async function main(order: TrialOrder, signal: AbortSignal): Promise<number> {
  const { recipe, folder, split, data, softTargets, limit, shared } = order;
  if (shared) await init({ signal, threads: { interOp: 1, intraOp: 1 } });
  const args = [
    ...["--recipe", recipe.name, "--seed", `${recipe.seed}`],
    ...["--out", folder, "--resume"],
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
