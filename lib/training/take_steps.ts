import { type BegunCall, type Compiled, tf } from "../tensorflow/mod.ts";
import type { TrainingStep } from "./step.ts";

/** A step that has been taken. */
export interface Taken<Batch> {
  readonly batch: Batch;
  /** The batch's mean. */
  readonly loss: number;
  /** How long it was waited for. */
  readonly seconds: number;
}

/** About how long a group of steps takes at the most: a progress bar flows. */
const GROUP_SECONDS = 0.05;
const MOST_IN_GROUP = 8;

/**
 * Takes a step with each batch and hands out its loss.
 *
 * One group of steps is begun before the losses of the one before are looked at:
 * TensorFlow never waits for JavaScript, which does its part for several steps
 * at once, from warm caches. Whoever asks for the steps can't tell: variables and
 * random numbers are at each as that step left them, and what was begun ahead
 * is without effect where no more steps are asked for.
 *
 * @param inputsOf What a step gets, from its batch and the number of batches
 * before it. Disposed here.
 * @throws {TensorFlowError} if TensorFlow fails.
 */
export async function* takeSteps<Batch>(
  step: Compiled<Parameters<TrainingStep>, tf.Scalar>,
  batches: Iterable<Batch>,
  inputsOf: (batch: Batch, index: number) => Parameters<TrainingStep>,
): AsyncGenerator<Taken<Batch>, void, undefined> {
  const source = batches[Symbol.iterator]();
  let index = 0;
  const begun = new Set<BegunStep<Batch>>();
  const begin = (size: number): BegunStep<Batch>[] => {
    const group = [];
    while (group.length < size) {
      const { value: batch, done } = source.next();
      if (done) break;
      const next = new BegunStep(step, batch, inputsOf(batch, index++));
      begun.add(next);
      group.push(next);
    }
    return group;
  };
  try {
    let size = 1;
    for (let group = begin(size), next; group.length > 0; group = next) {
      const start = performance.now();
      next = begin(size);
      await group.at(-1)!.call.ran();
      const waited = secondsSince(start) / group.length;
      size = Math.min(MOST_IN_GROUP, Math.ceil(GROUP_SECONDS / waited));
      for (const each of group) {
        const start = performance.now();
        const loss = await each.finish();
        begun.delete(each);
        const seconds = waited + secondsSince(start);
        yield { batch: each.batch, loss, seconds };
      }
    }
  } finally {
    for (const each of begun) each[Symbol.dispose]();
  }
}

/** A step that TensorFlow has. */
class BegunStep<Batch> implements Disposable {
  readonly batch: Batch;
  readonly call: BegunCall<tf.Scalar>;
  readonly #inputs: Parameters<TrainingStep>;

  constructor(
    step: Compiled<Parameters<TrainingStep>, tf.Scalar>,
    batch: Batch,
    inputs: Parameters<TrainingStep>,
  ) {
    this.batch = batch;
    this.#inputs = inputs;
    try {
      this.call = step.begin(...inputs);
    } catch (error) {
      tf.dispose(inputs);
      throw error;
    }
  }

  /** Writes to the variables and returns the loss. */
  async finish(): Promise<number> {
    const lossTensor = await this.call.finish();
    const [loss] = await lossTensor.data();
    tf.dispose([lossTensor, this.#inputs]);
    return loss;
  }

  /** Leaves it without effect. */
  [Symbol.dispose](): void {
    this.call[Symbol.dispose]();
    tf.dispose(this.#inputs);
  }
}

function secondsSince(start: number): number {
  return (performance.now() - start) / 1000;
}
