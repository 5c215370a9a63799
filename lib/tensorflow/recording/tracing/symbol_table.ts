import type { Binding } from "../../backend/binding.ts";
import { RecordingError } from "../../backend/errors.ts";
import type { BatchSplitter } from "../graph/batch_splitter.ts";
import { isSplit, type SplitTensor } from "../graph/split_tensor.ts";
import type { SymbolicTensor } from "../graph/symbolic_tensor.ts";

/** The tensors of a recording by the numbers that TensorFlow.js refers to them by. */
export class SymbolTable {
  readonly #binding: Binding;
  readonly #splitter: BatchSplitter;
  readonly #tensors = new Map<number, SymbolicTensor | SplitTensor>();

  constructor(binding: Binding, splitter: BatchSplitter) {
    this.#binding = binding;
    this.#splitter = splitter;
  }

  /** Gives a tensor a number. */
  add(tensor: SymbolicTensor | SplitTensor): number {
    const id = this.#binding.newSymbolicId(tensor.opName);
    this.#tensors.set(id, tensor);
    return id;
  }

  has(id: number): boolean {
    return this.#tensors.has(id);
  }

  /**
   * The tensor with a number, which may be split.
   *
   * @throws {RecordingError} if it doesn't belong to this recording.
   */
  find(id: number): SymbolicTensor | SplitTensor {
    const tensor = this.#tensors.get(id);
    if (!tensor) {
      throw new RecordingError(
        `Cannot record an operation: its inputs must be alive and belong to this recording: tensor ${id} does not`,
      );
    }
    return tensor;
  }

  /** {@linkcode find}, but with the parts joined. */
  get(id: number): SymbolicTensor {
    const tensor = this.find(id);
    if (!isSplit(tensor)) return tensor;
    const whole = this.#splitter.join(tensor);
    this.#tensors.set(id, whole);
    return whole;
  }

  delete(id: number): void {
    this.#tensors.delete(id);
  }
}
