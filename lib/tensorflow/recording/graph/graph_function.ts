import type { Runtime } from "../../eager/runtime.ts";
import { cString } from "../../ffi/memory.ts";
import { outputs } from "../../ffi/outputs.ts";
import { encodeMessage } from "../../ffi/protobuf.ts";
import type { Status } from "../../ffi/status.ts";
import type { Address } from "../../ffi/symbols.ts";
import type { SymbolicTensor } from "./symbolic_tensor.ts";

/** What a graph is as a function. */
export interface GraphSignature {
  readonly name: string;
  readonly parameters: readonly SymbolicTensor[];
  readonly results: readonly SymbolicTensor[];
  /** Function attributes to set to true: `_XlaMustCompile`. */
  readonly attributes?: readonly string[];
}

/**
 * Registers a graph as a function that the eager context can call.
 *
 * @param graph `TF_Graph*`.
 * @throws {TensorFlowError} if TensorFlow refuses it.
 */
export function registerFunction(
  { library, context }: Runtime,
  graph: Address,
  { name, parameters, results, attributes = [] }: GraphSignature,
  status: Status,
): void {
  const describe = () => `make a function of the recorded graph "${name}"`;
  const recorded = library.TF_GraphToFunction(
    graph,
    cString(name),
    0, // don't append a hash to the name
    -1, // all operations of the graph
    0n,
    parameters.length,
    outputs(parameters),
    results.length,
    outputs(results),
    0n, // no names for the outputs
    0n, // no options
    0n, // no description
    status.address,
  );
  status.check(describe);
  try {
    for (const attribute of attributes) {
      const value = encodeMessage([[5, 1]]); // AttrValue.b = true
      library.TF_FunctionSetAttrValueProto(
        recorded,
        cString(attribute),
        value,
        BigInt(value.length),
        status.address,
      );
      status.check(describe);
    }
    library.TFE_ContextAddFunction(context, recorded, status.address);
    status.check(describe);
  } finally {
    library.TF_DeleteFunction(recorded);
  }
}
