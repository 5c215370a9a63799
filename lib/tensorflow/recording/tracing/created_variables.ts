import { RecordingError } from "../../backend/errors.ts";
import type { TensorFlowBackend } from "../../backend/mod.ts";
import { tf } from "../../tfjs.ts";
import type { SymbolicTensor } from "../graph/symbolic_tensor.ts";
import type { GraphRecorder } from "./graph_recorder.ts";
import { symbolicTensorOf, tensorOf } from "./symbolic_values.ts";

/** A variable and the value that it gets. */
export interface VariableAssignment {
  readonly variable: tf.Variable;
  readonly value: SymbolicTensor;
}

/**
 * The variables that a function creates while it is recorded, as an optimizer
 * does at its first step. Each becomes an input of the graph; its initial value
 * is noted.
 */
export class CreatedVariables {
  readonly variables: (VariableAssignment & { readonly dataId: tf.DataId })[] =
    [];
  readonly #make = tf.engine().makeVariable;

  constructor(
    readonly backend: TensorFlowBackend,
    readonly recorder: GraphRecorder,
  ) {}

  /** Replaces the engine's `makeVariable` during recording. */
  readonly make = (
    ...args: Parameters<ReturnType<typeof tf.engine>["makeVariable"]>
  ): tf.Variable => {
    const variable = this.#make.apply(tf.engine(), args);
    const value = symbolicTensorOf(this.backend, this.recorder, variable);
    if (this.recorder.operations.dependsOnCreatedVariable(value)) {
      variable.dispose();
      throw new RecordingError(
        `Cannot record the creation of variable "${variable.name}": its initial value must not depend on another variable that the function creates; create it outside compile()`,
      );
    }
    const input = this.recorder.graph.placeholder(value.shape, value.dtype);
    this.recorder.operations.noteCreatedVariable(input);
    variable.assign(tensorOf(this.backend, this.recorder, input));
    this.recorder.captures.add(variable.dataId, {
      source: variable,
      symbolic: input,
    });
    this.variables.push({ variable, value, dataId: variable.dataId });
    return variable;
  };

  /** @throws {RecordingError} if the function disposed one of them. */
  refuseDisposed(): void {
    const disposed = this.variables.find(({ variable }) => variable.isDisposed);
    if (!disposed) return;
    throw new RecordingError(
      `Cannot record the creation of variable "${disposed.variable.name}": it must outlive the function, which disposes it; use a tensor instead`,
    );
  }
}
