import type { SymbolicTensor } from "./symbolic_tensor.ts";

/** How many layers before they are needed random numbers may be drawn. */
const LAYERS_AHEAD = 2;

/**
 * Chooses a graph's control edges: an operation with one waits for another,
 * although it doesn't use its output.
 *
 * TensorFlow starts any operation that is ready. Without these edges, a thread
 * may work on something needed late while the rest of the step waits.
 */
export class ControlEdges {
  /** Parts of a convolution's input gradient, by its output's gradient. */
  readonly #inputGradients = new Map<string, readonly SymbolicTensor[]>();
  /** Joined tensors, in the order of the layers. */
  readonly #joined: SymbolicTensor[] = [];

  /**
   * Notes that the gradient of a convolution's input was recorded in parts.
   *
   * @param outputGradient The gradient of the convolution's output.
   */
  noteSplitInputGradient(
    outputGradient: SymbolicTensor,
    parts: readonly SymbolicTensor[],
  ): void {
    this.#inputGradients.set(keyOf(outputGradient), parts);
  }

  /** Notes that parts were joined, so that one thread works on the whole. */
  noteJoin(whole: SymbolicTensor): void {
    this.#joined.push(whole);
  }

  /** The tensors that must be computed before an operation starts. */
  predecessorsOf(
    name: string,
    inputs: readonly SymbolicTensor[],
  ): readonly SymbolicTensor[] {
    // Only the optimizer needs a filter's gradient. Both threads compute the
    // input's gradient first; then one has the filter's gradient to do, while
    // the other is at batch normalization
    if (name === "Conv2DBackpropFilter") {
      return this.#inputGradients.get(keyOf(inputs[2])) ?? [];
    }
    // Random numbers need no input: they would all be drawn at the start, when
    // both threads have a convolution to do
    if (/^Stateless(Random|TruncatedNormal)/.test(name)) {
      const layer = this.#joined.at(-1 - LAYERS_AHEAD);
      return layer ? [layer] : [];
    }
    return [];
  }
}

function keyOf({ operation, index }: SymbolicTensor): string {
  return `${operation}:${index}`;
}
