import { type CompiledFunction, runAhead, tf } from "../tensorflow/mod.ts";
import type { TrainingStep } from "./step.ts";

/** A step that has been taken. */
export interface Taken<Batch> {
  readonly batch: Batch;
  /** The batch's mean. */
  readonly loss: number;
  /** How long it was waited for. */
  readonly seconds: number;
}

/**
 * Takes a step with each batch and hands out its loss. TensorFlow has the next
 * steps meanwhile; what that means is said at {@linkcode runAhead}.
 *
 * @param inputsOf What a step gets, from its batch and the number of batches
 * before it. Disposed here.
 * @throws {TensorFlowError} if TensorFlow fails.
 */
export async function* takeSteps<Batch>(
  step: CompiledFunction<Parameters<TrainingStep>, tf.Scalar>,
  batches: Iterable<Batch>,
  inputsOf: (batch: Batch, index: number) => Parameters<TrainingStep>,
): AsyncGenerator<Taken<Batch>, void, undefined> {
  const steps = runAhead(step, batches, {
    argsOf: inputsOf,
    free: (inputs) => tf.dispose(inputs),
  });
  for await (const { item: batch, result: lossTensor, seconds } of steps) {
    const [loss] = await lossTensor.data();
    lossTensor.dispose();
    yield { batch, loss, seconds };
  }
}
