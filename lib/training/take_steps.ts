import { type CompiledFunction, runAhead, tf } from "../tensorflow/mod.ts";
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
  /** How long training waited for the step. */
  readonly seconds: number;
}

/**
 * Takes the planned steps one after the other and yields the result of each. Steps
 * are queued ahead of time to keep TensorFlow busy, without any visible effect: see
 * {@linkcode runAhead}.
 *
 * @throws {TensorFlowError} if TensorFlow fails.
 */
export async function* takeSteps(
  step: CompiledFunction<Parameters<TrainingStep>, tf.Scalar>,
  plan: Iterable<PlannedStep>,
): AsyncGenerator<StepResult, void, undefined> {
  const calls = runAhead(step, plan, {
    argsOf: inputsOf,
    free: (inputs) => tf.dispose(inputs),
  });
  for await (const { item, result: lossTensor, seconds } of calls) {
    const [loss] = await lossTensor.data();
    lossTensor.dispose();
    yield { ...item, loss, seconds };
  }
}

/** A planned step as the tensors that a recorded step takes. */
function inputsOf(
  { indices, learningRate, momentum, strength, version }: PlannedStep,
): Parameters<TrainingStep> {
  return [
    tf.tensor1d(indices, "int32"), // [batch]
    tf.scalar(learningRate),
    {
      ...momentum !== undefined && { momentum: tf.scalar(momentum) },
      ...strength !== undefined && { strength: tf.scalar(strength) },
      ...version !== undefined && { version: tf.scalar(version, "int32") },
    },
  ];
}
