import {
  cluster,
  type CompiledFunction,
  runAhead,
  tf,
} from "../tensorflow/mod.ts";
import { ownImages, stepShare } from "./data_parallel/share.ts";
import type { TrainingStep } from "./training_step.ts";

/** What one step learns from, and how. */
export interface PlannedStep {
  /** Positions in the training set, int32 [batch]. */
  readonly indices: Int32Array<ArrayBuffer>;
  readonly learningRate: number;
  /** Overrides the optimizer's momentum or beta1. */
  readonly momentum?: number;
  /** Scales the augmentation, from 0 to 1. Default 1. */
  readonly strength?: number;
  /** Which version of the soft targets, from 0. Default 0. */
  readonly version?: number;
}

/** A finished step. */
export interface StepResult extends PlannedStep {
  /** Mean over the batch. */
  readonly loss: number;
  /** Whether a task of the cluster is asked to end: all end after this step. */
  readonly stop: boolean;
  /** How long training waited for the step. */
  readonly seconds: number;
}

/**
 * Takes the planned steps one after the other and yields the result of each. Steps
 * are queued ahead of time to keep TensorFlow busy, without any visible effect: see
 * {@linkcode runAhead}.
 *
 * In a cluster, each task learns from its share of every batch.
 *
 * @param signal Asks all tasks of a cluster to end; alone, a process looks itself.
 * @throws {TensorFlowError} if TensorFlow fails.
 */
export async function* takeSteps(
  step: CompiledFunction<Parameters<TrainingStep>, tf.Tensor>,
  plan: Iterable<PlannedStep>,
  signal?: AbortSignal,
): AsyncGenerator<StepResult, void, undefined> {
  const calls = runAhead(step, plan, {
    argsOf: (planned) => inputsOf(planned, signal?.aborted ?? false),
    free: (inputs) => tf.dispose(inputs),
  });
  for await (const { item, result: lossTensor, seconds } of calls) {
    const [loss, stop = 0] = await lossTensor.data();
    lossTensor.dispose();
    yield { ...item, loss, stop: stop > 0, seconds };
  }
}

/** A planned step as the tensors that a recorded step takes. */
function inputsOf(
  { indices, learningRate, momentum, strength, version }: PlannedStep,
  stop: boolean,
): Parameters<TrainingStep> {
  const tasks = cluster.currentCluster();
  const own = ownImages(indices, tasks);
  return [
    tf.tensor1d(own.indices, "int32"), // [batch]
    tf.scalar(learningRate),
    {
      ...momentum !== undefined && { momentum: tf.scalar(momentum) },
      ...strength !== undefined && { strength: tf.scalar(strength) },
      ...version !== undefined && { version: tf.scalar(version, "int32") },
      ...tasks.size > 1 && { share: stepShare(indices, own, stop) },
    },
  ];
}
