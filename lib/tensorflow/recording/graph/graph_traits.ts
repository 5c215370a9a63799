import { DType } from "../../ffi/dtypes.ts";
import type { Attribute } from "../../op_definitions/attributes.ts";
import type { SymbolicTensor } from "./symbolic_tensor.ts";

/** What decides which of TensorFlow's optimizations a graph gets. */
export class GraphTraits {
  #normalizes = false;
  #computesWithEmpty = false;

  /** Whether it normalizes batches by moving averages, as inference does. */
  get normalizes(): boolean {
    return this.#normalizes;
  }

  /**
   * Whether an operation takes a tensor without elements. The axes and sizes of
   * scalars don't count, nor do outputs that nothing takes, such as the reserved
   * ones of batch normalization's gradient.
   */
  get computesWithEmpty(): boolean {
    return this.#computesWithEmpty;
  }

  /** Notes an operation of the graph. */
  note(
    name: string,
    attributes: readonly Attribute[],
    inputs: readonly SymbolicTensor[],
  ): void {
    this.#normalizes ||= name.startsWith("FusedBatchNorm") &&
      attributes.some(({ name, value }) =>
        name === "is_training" && value === false
      );
    this.#computesWithEmpty ||= inputs.some((input) =>
      input.shape.includes(0) && !isAxes(input)
    );
  }
}

/** Whether it is a constant list of axes or sizes. */
function isAxes({ opName, dtype, shape }: SymbolicTensor): boolean {
  return opName === "Const" && dtype === DType.INT32 && shape.length === 1;
}
