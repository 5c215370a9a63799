import { RecordingError } from "../../backend/errors.ts";
import type { TensorFlowBackend } from "../../backend/mod.ts";
import { tf } from "../../tfjs.ts";
import type { GraphRecorder } from "./graph_recorder.ts";

/**
 * The tensors that a function keeps by `tf.keep()` while it is recorded. Op by op
 * they would outlive the call; recorded they have no value, so a state held in
 * one would stand still.
 */
export class KeptTensors {
  readonly #tensors = new Set<tf.Tensor>();
  readonly #keep = tf.engine().keep;
  readonly #backend: TensorFlowBackend;
  readonly #recorder: GraphRecorder;

  constructor(backend: TensorFlowBackend, recorder: GraphRecorder) {
    this.#backend = backend;
    this.#recorder = recorder;
  }

  /** Replaces the engine's `keep` during recording. */
  readonly keep = <T extends tf.Tensor>(tensor: T): T => {
    if (!this.#recorder.mayKeep.isSet) this.#tensors.add(tensor);
    return this.#keep.call(tf.engine(), tensor) as T;
  };

  /** @throws {RecordingError} if one of them is still kept, and not returned. */
  refuse(results: readonly tf.Tensor[]): void {
    for (const tensor of this.#tensors) {
      const isLeft = !tensor.isDisposed && tensor.kept &&
        !(tensor instanceof tf.Variable) && !results.includes(tensor) &&
        this.#isComputed(tensor);
      if (!isLeft) continue;
      for (const one of this.#tensors) if (!one.isDisposed) one.dispose();
      throw new RecordingError(
        `Cannot record tf.keep(): a tensor that the function computes must not outlive it, since it has a value only during a call: one of shape [${tensor.shape}] does; return it, or assign it to a tf.variable() made outside`,
      );
    }
  }

  /** Disposes of those that the function returns, as of its other tensors. */
  free(results: readonly tf.Tensor[]): void {
    for (const tensor of results) {
      const isLeft = this.#tensors.has(tensor) && !tensor.isDisposed &&
        !(tensor instanceof tf.Variable) && this.#isComputed(tensor);
      if (isLeft) tensor.dispose();
    }
  }

  /** Whether it depends on more than constants of the function itself. */
  #isComputed({ dataId }: tf.Tensor): boolean {
    const { values, id } = this.#backend.dataOf(dataId);
    return values === null && this.#recorder.has(id) &&
      this.#recorder.opNameOf(id) !== "Const";
  }
}
