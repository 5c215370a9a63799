import { RecordingError } from "../../backend/errors.ts";
import type { Runtime } from "../../eager/runtime.ts";
import { type Output, outputs } from "../../ffi/outputs.ts";
import { checkShape, isSupported } from "../../ffi/shape.ts";
import type { Status } from "../../ffi/status.ts";
import type { Address } from "../../ffi/symbols.ts";

/**
 * Outputs whose shape TensorFlow doesn't infer, by operation. They only go on
 * to another operation: batch normalization's last reserve space, and what tasks of
 * a cluster gather, which is given its shape there.
 */
const unshapedOutputs: ReadonlyMap<string, number> = new Map([
  ["FusedBatchNormV3", 5],
  ["CollectiveGatherV2", 0],
]);

/**
 * The shape that TensorFlow infers for an output.
 *
 * @param graph `TF_Graph*`.
 * @param opName The type of the operation.
 * @param describe Describes the operation: "record MatMul(…)".
 * @throws {RecordingError} if it depends on values.
 * @throws {RangeError} if it has more axes or elements than TensorFlow supports.
 */
export function inferredShape(
  { library }: Runtime,
  graph: Address,
  opName: string,
  output: Output,
  status: Status,
  describe: () => string,
): number[] {
  const reference = outputs([output]);
  const { address } = status;
  const rank = library.TF_GraphGetTensorNumDims(graph, reference, address);
  status.check(describe);
  const sizes = new BigInt64Array(Math.max(rank, 0));
  if (rank > 0) {
    library.TF_GraphGetTensorShape(graph, reference, sizes, rank, address);
    status.check(describe);
  }
  if (rank < 0 || sizes.some((size) => size < 0n)) {
    if (unshapedOutputs.get(opName) === output.index) return [];
    throw new RecordingError(
      `Cannot ${describe()}: the shape of its output must be known while recording: it depends on a tensor's values; run this part outside compile()`,
    );
  }
  const shape = Array.from(sizes, Number);
  // Shape inference allows what ends the process when the function is called
  if (!isSupported(shape)) checkShape(describe(), shape);
  return shape;
}
