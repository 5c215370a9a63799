import { RecordingError } from "../../backend/errors.ts";
import type { Runtime } from "../../eager/runtime.ts";
import { DType } from "../../ffi/dtypes.ts";
import type { Attribute } from "../../op_definitions/attributes.ts";
import { Graph } from "../graph/graph.ts";
import type { SymbolicTensor } from "../graph/symbolic_tensor.ts";
import { offsetKey } from "./random_keys.ts";

/**
 * The random operations of a function for XLA. From the same key, XLA draws
 * other numbers than TensorFlow, so a graph of their own draws them before the
 * function runs, and the function takes them as inputs.
 */
export class OutsideDraws implements Disposable {
  readonly graph: Graph;
  /** The draws' only input, the call's first random key, int32 [2]. */
  readonly key: SymbolicTensor;
  /** What is drawn, in the draws' graph. */
  readonly outputs: SymbolicTensor[] = [];
  /** The inputs that stand for it, in the function's graph. */
  readonly inputs: SymbolicTensor[] = [];
  readonly #function: Graph;

  constructor(runtime: Runtime, functionGraph: Graph) {
    this.graph = new Graph(runtime);
    this.key = this.graph.placeholder([2], DType.INT32);
    this.#function = functionGraph;
  }

  /** Whether an operation must be added here. */
  static includes(opName: string): boolean {
    return opName.startsWith("Stateless");
  }

  /**
   * Adds a random operation.
   *
   * @param offsetOf Finds the draw's number of a random key.
   * @returns The function's input for what it draws.
   * @throws {RecordingError} if it needs a value that the function computes.
   */
  add(
    name: string,
    attributes: readonly Attribute[],
    inputs: readonly SymbolicTensor[],
    offsetOf: (input: SymbolicTensor) => number | undefined,
  ): SymbolicTensor {
    const [output] = this.graph.operation(
      name,
      attributes,
      inputs.map((input) => {
        const { shape, dtype, values } = input;
        if (values) return this.graph.constant(shape, dtype, values);
        const offset = offsetOf(input);
        if (offset !== undefined) {
          return offsetKey(this.graph, this.key, offset);
        }
        throw new RecordingError(
          `Cannot record ${name} with XLA: its inputs must be known before the call, since XLA draws other random numbers: one of them is the result of ${input.opName}; compile without xla, or draw outside and pass the tensor as an argument`,
        );
      }),
      1,
    );
    const placeholder = this.#function.placeholder(output.shape, output.dtype);
    this.outputs.push(output);
    this.inputs.push(placeholder);
    return placeholder;
  }

  [Symbol.dispose](): void {
    this.graph[Symbol.dispose]();
  }
}
