/** `deno task train` as one task of a cluster. @module */
import { isFinished } from "../../runs/contents.ts";
import { readConfig } from "../../runs/record.ts";
import { cluster } from "../../tensorflow/mod.ts";
import {
  CLUSTER_VARIABLE,
  type ClusterTasks,
  clusterTasks,
  parseAddress,
} from "../../tensorflow/cluster/tasks.ts";
import {
  selectBackend,
  type SelectedBackend,
} from "../../tensorflow/select_backend.ts";
import { fromChief } from "../../training/data_parallel/exchange.ts";
import { FinishedRunError } from "../../training/errors.ts";
import { ExitCode } from "../command/exit.ts";
import { UsageError } from "../command/flags.ts";
import { say, sayWhy, speakAs } from "../command/output.ts";
import { resumedTraining } from "../command/shell.ts";
import { onLauncherGone } from "../launch/workers.ts";
import type { KnownRecipes } from "./flags.ts";
import { type ResolvedRun, resolveRun } from "./resolve_run.ts";
import { mismatch } from "./resume_filter.ts";
import type { TrainSettings } from "./settings.ts";

/** The processor cores for each of the tasks that share a machine. */
function threadsOf({ tasks, rank }: ClusterTasks): number {
  const hosts = tasks.map(({ address }) => parseAddress(address).hostname);
  const sharing = hosts.filter((host) => host === hosts[rank]).length;
  return Math.max(1, Math.floor(navigator.hardwareConcurrency / sharing));
}

/**
 * Joins the cluster that the variable `TF_CONFIG` describes. Every task but the chief
 * is silent from then on.
 *
 * @param args The command's flags, for a message.
 * @returns The backend; undefined without a cluster.
 * @throws {UsageError} if the flags don't go with it.
 * @throws {ClusterError} if it can't be joined.
 */
export async function joinTasks(
  { workers, start: { backend } }: TrainSettings,
  args: readonly string[],
  signal: AbortSignal,
): Promise<SelectedBackend | undefined> {
  const tasks = clusterTasks(CLUSTER_VARIABLE);
  if (!tasks) {
    if (workers === undefined || workers === 1) return undefined;
    throw new UsageError(
      Deno.env.get(CLUSTER_VARIABLE)
        ? `Cannot train with --workers ${workers}: ${CLUSTER_VARIABLE} must be unset, or list as many: it lists one at most; leave out one of the two`
        : `Cannot train with --workers ${workers}: the launcher must start them; use deno task train`,
    );
  }
  const { length } = tasks.tasks;
  if (workers !== undefined && workers !== length) {
    throw new UsageError(
      `Cannot train with --workers ${workers}: ${CLUSTER_VARIABLE} must be unset, or list as many: it lists ${length}; leave out one of the two`,
    );
  }
  if (backend !== undefined && backend !== "tensorflow") {
    throw new UsageError(
      `Cannot train with several workers: --backend must be tensorflow: current value is "${backend}"`,
    );
  }
  const { name, address } = tasks.tasks[tasks.rank];
  if (tasks.rank > 0) speakAs(`${name} (${address})`);
  onLauncherGone(Deno.env.get(CLUSTER_VARIABLE)!, () => {
    sayWhy(
      `Cannot go on: the process that started this one and the other workers must be there: it was killed; resume with: ${
        resumedTraining(args)
      }`,
    );
    Deno.exit(ExitCode.TASK_LOST);
  });
  return await selectBackend({
    backend: "tensorflow",
    library: { signal },
    init: {
      cluster: CLUSTER_VARIABLE,
      threads: { interOp: threadsOf(tasks), intraOp: 1 },
    },
  });
}

/**
 * Whether a task of a cluster has nothing to do, as its folder says. It sees that
 * without the others, which may have ended long ago.
 *
 * @returns False without a cluster, and for a chief whose flags name another run.
 */
export async function isOver(
  { resume, out, filter }: TrainSettings,
): Promise<boolean> {
  if (!resume || out === undefined) return false;
  const tasks = clusterTasks(CLUSTER_VARIABLE);
  if (!tasks || !await isFinished(out)) return false;
  if (tasks.rank > 0) return true;
  const recipe = (await readConfig(out))?.recipe;
  if (recipe && mismatch(filter, recipe) !== undefined) return false;
  sayFinished(out);
  return true;
}

function sayFinished(out: string | undefined): void {
  say(`Nothing to do: "${out}" was trained to its end`);
}

/** The run that all tasks train. */
export type SharedRun = ResolvedRun & Pick<TrainSettings, "synchronized">;

/** Like {@linkcode resolveRun}; undefined if nothing is left to do. */
async function resolveUnfinished(
  settings: TrainSettings,
  args: string[],
  known: KnownRecipes,
): Promise<ResolvedRun | undefined> {
  try {
    return await resolveRun(settings, args, known);
  } catch (error) {
    if (!(error instanceof FinishedRunError)) throw error;
    sayFinished(settings.out);
    return undefined;
  }
}

/**
 * Finds out which run to train. In a cluster the chief alone does, by its own flags and
 * folders; of another task's flags only the folders of its data count.
 *
 * @returns Undefined if the run was trained to its end: a task that was killed only
 * then is started again like any other.
 */
export async function resolveTogether(
  settings: TrainSettings,
  args: string[],
  known: KnownRecipes,
): Promise<SharedRun | undefined> {
  const { synchronized } = settings;
  const run = cluster.currentCluster().isChief
    ? await resolveUnfinished(settings, args, known)
    : undefined;
  const theirs = fromChief({
    isFinished: !run,
    recipe: run?.recipe ?? settings.recipe,
    start: run?.start ?? settings.start,
    synchronized,
  });
  if (theirs.isFinished) return undefined;
  if (run) return { ...run, synchronized };
  const { data: _data, softTargets: _soft, ...start } = theirs.start;
  const { data, softTargets } = settings.start;
  return {
    recipe: theirs.recipe,
    synchronized: theirs.synchronized,
    start: {
      ...start,
      ...data !== undefined && { data },
      ...softTargets !== undefined && { softTargets },
    },
  };
}
