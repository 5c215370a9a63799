import type { SymbolicTensor } from "./graph.ts";

/** CallStrategy many layers before they are wanted random numbers may be drawn. */
const LAYERS_AHEAD = 2;

/**
 * Which operations wait for others of which they need nothing. TensorFlow starts
 * what can be started, in no order of importance: what the rest of a step waits
 * for may lie idle while a thread works on what nobody needs yet.
 */
export class ControlEdges {
  /** Parts of the gradient of a convolution's input, by that of its output. */
  readonly #parts = new Map<string, readonly SymbolicTensor[]>();
  /** Values that were joined, in the order of the layers. */
  readonly #joined: SymbolicTensor[] = [];

  /**
   * Notes that a convolution's gradient went on to its input in parts.
   *
   * @param output The gradient of its output.
   */
  passedOn(output: SymbolicTensor, parts: readonly SymbolicTensor[]): void {
    this.#parts.set(nameOf(output), parts);
  }

  /** Notes that parts were joined to a whole, on which one thread goes on. */
  joined(whole: SymbolicTensor): void {
    this.#joined.push(whole);
  }

  /** What must have been computed before an operation begins. */
  before(
    name: string,
    inputs: readonly SymbolicTensor[],
  ): readonly SymbolicTensor[] {
    // Nobody waits for a kernel's gradient but the optimizer: first both threads
    // take a part of the input's, then one has the kernel's while the other is
    // at batch normalization
    if (name === "Conv2DBackpropFilter") {
      return this.#parts.get(nameOf(inputs[2])) ?? [];
    }
    // Random numbers need no input, and would all be drawn at the beginning, when
    // both threads have a convolution to do
    if (/^Stateless(Random|TruncatedNormal)/.test(name)) {
      const layer = this.#joined.at(-1 - LAYERS_AHEAD);
      return layer ? [layer] : [];
    }
    return [];
  }
}

function nameOf({ operation, index }: SymbolicTensor): string {
  return `${operation}:${index}`;
}
