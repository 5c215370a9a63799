import type { TensorFlowBackend } from "../../backend/mod.ts";
import { elementCount } from "../../ffi/dtypes.ts";
import type { tf } from "../../tfjs.ts";
import type { SymbolicTensor } from "../graph/symbolic_tensor.ts";
import { replaceTensors } from "../structure.ts";
import type { RecordedFunction } from "../tracing/record_function.ts";
import type { ExternalTensor } from "./external_tensor.ts";
import type { Handles } from "./named_function.ts";

/**
 * The outputs of a recorded function's graph: what it returns, then the new values
 * of the variables that it assigns.
 */
export class RecordedOutputs<Result> {
  /** In the order of the graph's outputs. */
  readonly list: readonly SymbolicTensor[];
  /** The index of the one with the fewest elements; −1 without outputs. */
  readonly smallest: number;
  readonly #backend: TensorFlowBackend;
  readonly #result: Result;
  readonly #results: readonly SymbolicTensor[];
  readonly #assigned: readonly ExternalTensor[];
  readonly #indices: ReadonlyMap<tf.Variable, number>;

  /** @param variables What stands for the assigned variables, in order. */
  constructor(
    backend: TensorFlowBackend,
    { result, results, assigned }: Pick<
      RecordedFunction<Result>,
      "result" | "results" | "assigned"
    >,
    variables: readonly ExternalTensor[],
  ) {
    this.#backend = backend;
    this.#result = result;
    this.#results = results;
    this.#assigned = variables;
    this.#indices = new Map(
      assigned.map(({ variable }, index) => [variable, results.length + index]),
    );
    this.list = [...results, ...assigned.map(({ value }) => value)];
    const sizes = this.list.map(({ shape }) => elementCount(shape));
    this.smallest = sizes.indexOf(Math.min(...sizes));
  }

  /** The index of the output that becomes a variable's next value, if any. */
  indexOf(variable: tf.Variable): number | undefined {
    return this.#indices.get(variable);
  }

  /** @throws {Error} if a variable that is assigned was disposed. */
  requireAssignable(): void {
    for (const variable of this.#assigned) variable.requireAlive();
  }

  /**
   * Writes a run's outputs to the variables.
   *
   * @param handles The outputs, which belong to others now.
   * @param firstVersion The first output's version; the others count on from
   * it.
   * @returns Makes what the function returned.
   */
  write(handles: Handles, firstVersion: number): () => Result {
    const { tensors } = this.#backend.binding;
    const ids = this.#results.map(({ shape, dtype }, index) =>
      tensors.adopt(handles[index], shape, dtype)
    );
    this.#assigned.forEach((variable, index) => {
      const output = ids.length + index;
      const version = firstVersion + output;
      const value = { handle: handles[output], version };
      variable.assign(value, this.list[output]);
    });
    return () => {
      let next = 0;
      return replaceTensors(this.#result, () => {
        const { shape, dtype } = this.#results[next];
        const id = ids[next++];
        return this.#backend.createOutputTensor({ id, shape, dtype });
      });
    };
  }
}
