import { cluster, type tf } from "../../tensorflow/mod.ts";
import { requireSameRun } from "../../training/checkpoints/run_identity.ts";
import { fromChief } from "../../training/data_parallel/exchange.ts";
import { train, type TrainOptions } from "../../training/loop.ts";
import type { Recipe } from "../../training/recipes/recipes.ts";
import { ExitCode } from "../command/exit.ts";
import type { TrainingData } from "./prepare_data.ts";

/**
 * Trains with the other tasks of a cluster, of which the chief keeps the run.
 *
 * @returns The exit code.
 * @throws {CheckpointError} if this task's data is not the chief's.
 */
export async function trainAsWorker(
  model: tf.LayersModel,
  recipe: Recipe,
  { dataset, softTargets, identity }: TrainingData,
  options: Pick<TrainOptions, "signal" | "synchronized">,
): Promise<number> {
  const { tasks, rank } = cluster.currentCluster();
  requireSameRun(
    identity,
    fromChief(identity),
    `Cannot train as ${tasks[rank].name}`,
  );
  const { normalization } = identity;
  try {
    await train(model, dataset, recipe, {
      ...options,
      ...{ normalization, softTargets },
      onFinish: () => {}, // All tasks score the training set together
    });
    return ExitCode.OK;
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") {
      return ExitCode.INTERRUPTED;
    }
    throw error;
  }
}
