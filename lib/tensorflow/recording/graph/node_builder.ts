import type { Runtime } from "../../eager/runtime.ts";
import { cString } from "../../ffi/memory.ts";
import { outputs } from "../../ffi/outputs.ts";
import { Status } from "../../ffi/status.ts";
import type { Address } from "../../ffi/symbols.ts";
import {
  type Attribute,
  setAttribute,
} from "../../op_definitions/attributes.ts";
import type { AttributeSetters } from "../../op_definitions/setters.ts";
import { inferredShape } from "./inferred_shape.ts";
import type { SymbolicTensor } from "./symbolic_tensor.ts";

/** The graph that nodes are added to. */
export interface NodeContext {
  readonly runtime: Runtime;
  /** `TF_Graph*`. */
  readonly graph: Address;
  readonly status: Status;
  readonly setters: AttributeSetters;
}

/**
 * A node under construction: a `TF_OperationDescription`. The C API has no
 * function to give one up, so {@linkcode finish} must follow.
 */
export class NodeBuilder {
  readonly #context: NodeContext;
  readonly #opName: string;
  readonly #description: Address;

  /** @param index Tells the node from others of the same operation. */
  constructor(context: NodeContext, opName: string, index: number) {
    this.#context = context;
    this.#opName = opName;
    // Not by cString(), which caches: each name is used once
    const name = new TextEncoder().encode(`${opName}_${index}\0`);
    this.#description = context.runtime.library.TF_NewOperation(
      context.graph,
      cString(opName),
      name,
    );
  }

  /**
   * @param inputs The inputs in one row, with lists flattened.
   * @param lists For each input the length of its list, or undefined.
   */
  addInputs(
    inputs: readonly SymbolicTensor[],
    lists: readonly (number | undefined)[],
  ): void {
    const { library } = this.#context.runtime;
    let next = 0;
    for (const count of lists) {
      const given = outputs(inputs.slice(next, next + (count ?? 1)));
      next += count ?? 1;
      if (count === undefined) library.TF_AddInput(this.#description, given);
      else library.TF_AddInputList(this.#description, given, count);
    }
  }

  /** Makes the node wait for tensors that it doesn't take. */
  addPredecessors(predecessors: readonly SymbolicTensor[]): void {
    const { library } = this.#context.runtime;
    for (const { operation } of predecessors) {
      library.TF_AddControlInput(this.#description, operation);
    }
  }

  /** @throws {TypeError | RangeError} if an attribute is wrong. */
  setAttributes(attributes: readonly Attribute[]): void {
    try {
      for (const attribute of attributes) {
        setAttribute(this.#context.setters, this.#description, attribute);
      }
    } catch (error) {
      this.#abandon();
      throw error;
    }
  }

  /** @param tensor The value of a constant, `TF_Tensor*`. */
  setValue(tensor: Address): void {
    this.#context.runtime.library.TF_SetAttrTensor(
      this.#description,
      cString("value"),
      tensor,
      this.#context.status.address,
    );
  }

  /**
   * Adds the node to the graph; TensorFlow infers its outputs' shapes.
   *
   * @param describe Describes the operation: "record MatMul(…)".
   * @throws {TensorFlowError} if TensorFlow refuses it.
   * @throws {RecordingError} if an output's shape depends on values.
   */
  finish(outputCount: number, describe: () => string): SymbolicTensor[] {
    const { runtime, graph, status } = this.#context;
    const { library } = runtime;
    const operation = library.TF_FinishOperation(
      this.#description,
      status.address,
    );
    status.check(describe);
    const available = library.TF_OperationNumOutputs(operation);
    if (available !== outputCount) {
      throw new RangeError(
        `Cannot ${describe()}: it must return ${outputCount} tensors: it returns ${available}`,
      );
    }
    const opName = this.#opName;
    return Array.from({ length: outputCount }, (_, index) => {
      const output = { operation, index };
      const dtype = library.TF_OperationOutputType(outputs([output]));
      const shape = inferredShape(
        runtime,
        graph,
        opName,
        output,
        status,
        describe,
      );
      return { operation, index, opName, dtype, shape };
    });
  }

  #abandon(): void {
    const { library } = this.#context.runtime;
    using status = new Status(library);
    library.TF_FinishOperation(this.#description, status.address);
  }
}
