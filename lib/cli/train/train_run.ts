import type { Dataset } from "../../data/digits.ts";
import type { Evaluation } from "../../evaluation/score.ts";
import type { Normalization } from "../../model/normalization.ts";
import type { RunFolder } from "../../runs/folder.ts";
import type { tf } from "../../tensorflow/mod.ts";
import { epochLine, resultLine } from "../../terminal/result_lines.ts";
import type { Checkpoints } from "../../training/checkpoints/checkpoints.ts";
import { bestEpoch } from "../../training/early_stopping.ts";
import type { EpochResult } from "../../training/epoch_result.ts";
import type { FinalScores } from "../../training/loop/final_scores.ts";
import { train } from "../../training/loop.ts";
import type { Recipe } from "../../training/recipes/recipes.ts";
import type { SoftTargets } from "../../training/soft_targets.ts";
import { EpochBars } from "../command/epoch_bars.ts";
import { print, say } from "../command/output.ts";
import type { TensorBoardLog } from "./tensorboard/log.ts";
import { onCheckpointRequest } from "./checkpoint_request.ts";

/**
 * Trains a model to its end. Each epoch is saved in the run's folder and printed, and
 * so are the final scores.
 */
export async function trainRun(
  model: tf.LayersModel,
  dataset: Dataset,
  recipe: Recipe,
  run: RunFolder,
  { checkpoints, log, ...options }: {
    normalization: Normalization;
    checkpoints: Checkpoints;
    softTargets?: SoftTargets;
    synchronized?: boolean;
    /** What TensorBoard shows. */
    log?: TensorBoardLog;
    signal: AbortSignal;
  },
): Promise<void> {
  using _listener = onCheckpointRequest(() => checkpoints.request());
  const bars = new EpochBars();
  try {
    await train(model, dataset, recipe, {
      ...options,
      checkpoints,
      onBatch: (event) => {
        bars.update(event);
        log?.addStep(event);
      },
      onEpoch: async (result: EpochResult, test: Evaluation) => {
        // First: an epoch that can't be saved is not reported
        await run.keepEpoch(result, model);
        const { testLoss, testCorrect, testCount } = result;
        print(
          epochLine(
            { loss: testLoss, correct: testCorrect, count: testCount },
            dataset.source,
          ),
        );
        await log?.addEpoch(result, test);
      },
      onFinish: async ({ train, test, mistakes }: FinalScores) => {
        const best = recipe.earlyStopping && bestEpoch(run.epochs);
        if (best) {
          say(
            `Restored the weights of epoch ${best.epoch}, the best of ${run.epochs.length} on the validation set: ${run.best}`,
          );
        }
        print(resultLine("Train Data", train, dataset.source));
        print(resultLine("Test Data", test, dataset.source));
        await run.keepFinal(train, test, mistakes);
      },
    });
  } finally {
    bars.abandon();
  }
}
