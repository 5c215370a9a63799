/** `deno task train` as one task of a cluster. @module */
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
import { ExitCode } from "../command/exit.ts";
import { UsageError } from "../command/flags.ts";
import { sayWhy, speakAs } from "../command/output.ts";
import { resumedTraining } from "../command/shell.ts";
import { onLauncherGone } from "../launch/workers.ts";
import type { KnownRecipes, TrainSettings } from "./flags.ts";
import { type ResolvedRun, resolveRun } from "./resolve_run.ts";

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
 * Finds out which run to train. In a cluster the chief alone does, by its own flags and
 * folders; of another task's flags only the folders of its data count.
 */
export async function resolveTogether(
  settings: TrainSettings,
  args: string[],
  known: KnownRecipes,
): Promise<ResolvedRun & Pick<TrainSettings, "synchronized">> {
  const { synchronized } = settings;
  const { isChief, size } = cluster.currentCluster();
  const run = isChief ? await resolveRun(settings, args, known) : undefined;
  if (run && size === 1) return { ...run, synchronized };
  const theirs = fromChief({
    recipe: run?.recipe ?? settings.recipe,
    start: run?.start ?? settings.start,
    synchronized,
  });
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
