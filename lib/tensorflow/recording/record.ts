import { tf } from "../tfjs.ts";
import type { TensorFlowBackend } from "../backend/mod.ts";
import { RecordingError } from "../backend/errors.ts";
import type { Graph, SymbolicTensor } from "./graph.ts";
import { type Capture, Recorder } from "./recorder.ts";
import { flatten, replaceTensors } from "./structure.ts";

/** What a run of a function left in the graph. */
export interface RecordedFunction<Result> {
  readonly graph: Graph;
  /** Inputs for the tensors among the arguments, in order. */
  readonly parameters: readonly SymbolicTensor[];
  readonly captures: readonly Capture[];
  /** The input for the first key of the random stream, if there is one. */
  readonly key: SymbolicTensor | undefined;
  /** CallStrategy many keys a call takes. */
  readonly draws: number;
  /** What the function returned; its tensors have been disposed. */
  readonly result: Result;
  /** The tensors that it returned, in order. */
  readonly results: readonly SymbolicTensor[];
  /** Variables that it assigned, and the value of each. */
  readonly assigned: readonly VariableAssignment[];
  /** Variables that it created, and what each begins as. */
  readonly created: readonly VariableAssignment[];
}

/** A variable and a value for it. */
export interface VariableAssignment {
  readonly variable: tf.Variable;
  readonly value: SymbolicTensor;
}

/**
 * Runs a function once with symbolic arguments, while its operations go to a
 * graph. All variables are afterwards as they were.
 *
 * @param partCount See {@linkcode Recorder}.
 * @throws {RecordingError} if something in it can't be recorded.
 * @throws {unknown} what the function itself throws.
 */
export function record<Args extends readonly unknown[], Result>(
  backend: TensorFlowBackend,
  fn: (...args: Args) => Result,
  args: Args,
  partCount = defaultPartCount(backend),
): RecordedFunction<Result> {
  const engine = tf.engine();
  const held = backUpVariables(backend);
  const recorder = new Recorder(
    backend.binding,
    new Map(held.map(({ variable }) => [variable.dataId, variable])),
    () => engine.state.activeScope?.name,
    partCount,
  );
  const created = new CreatedVariables(backend, recorder);
  const random = Math.random;
  engine.startScope(`record ${fn.name}`);
  try {
    backend.binding.recorder = recorder;
    engine.makeVariable = created.make;
    Math.random = refuseRandom;
    const parameters: SymbolicTensor[] = [];
    const inputs = replaceTensors(args, (tensor) => {
      const { dtype } = backend.dataOf(tensor.dataId);
      const symbolic = recorder.graph.placeholder(tensor.shape, dtype);
      parameters.push(symbolic);
      return symbolicTensor(backend, recorder, symbolic);
    });
    const result = fn(...inputs);
    if (result instanceof Promise) {
      // It may fail later, when nobody waits for it
      result.catch(() => {});
      throw new RecordingError(
        "Cannot record an async function: it must return its tensors at once; await outside compile()",
      );
    }
    const results = flatten(result, "the result").tensors.map((tensor) =>
      symbolicOf(backend, recorder, tensor)
    );
    created.refuseDisposed();
    const assigned: VariableAssignment[] = [];
    for (const { variable, before } of [...held, ...created.variables]) {
      if (variable.isDisposed || variable.dataId === before) continue;
      const value = symbolicOf(backend, recorder, variable);
      assigned.push({ variable, value });
    }
    return {
      graph: recorder.graph,
      parameters,
      captures: [...recorder.captures.values()],
      key: recorder.key,
      draws: recorder.draws,
      result,
      results,
      assigned,
      created: created.variables,
    };
  } catch (error) {
    recorder.graph[Symbol.dispose]();
    for (const { variable } of created.variables) variable.dispose();
    throw error;
  } finally {
    Math.random = random;
    Reflect.deleteProperty(engine, "makeVariable");
    for (const { variable, hold, before } of held) {
      if (!variable.isDisposed && variable.dataId !== before) {
        variable.assign(hold);
      }
      hold.dispose();
    }
    engine.endScope();
    recorder.end();
    backend.binding.recorder = undefined;
  }
}

/** A GPU splits each operation by itself. */
function defaultPartCount({ binding: { runtime } }: TensorFlowBackend): number {
  return runtime.gpu ? 1 : runtime.threads.interOp;
}

/** A variable, the data it had, and a tensor that keeps that data alive. */
interface VariableBackup {
  readonly variable: tf.Variable;
  readonly before: tf.DataId;
  readonly hold: tf.Tensor;
}

/**
 * Keeps every variable's data alive, so that an assignment while recording can
 * be taken back. A variable that shares its data with another tensor is given
 * its own first: from then on the data tells which of the two is read.
 */
function backUpVariables(backend: TensorFlowBackend): VariableBackup[] {
  const variables = Object.values(tf.engine().registeredVariables);
  return variables.map((variable) => {
    if (backend.refCount(variable.dataId) > 1) {
      const copy = tf.tensor(
        variable.dataSync(),
        variable.shape,
        variable.dtype,
      );
      variable.assign(copy);
      copy.dispose();
    }
    const hold = tf.tidy(() => tf.keep(variable.clone()));
    return { variable, before: variable.dataId, hold };
  });
}

/**
 * Variables that a function creates while it is recorded, as an optimizer does
 * at its first step: each becomes an input, and what it begins as is noted.
 */
class CreatedVariables {
  readonly variables: (VariableAssignment & { readonly before: tf.DataId })[] =
    [];
  readonly #make = tf.engine().makeVariable;

  constructor(
    readonly backend: TensorFlowBackend,
    readonly recorder: Recorder,
  ) {}

  /** Stands in for the engine's own while a function is recorded. */
  readonly make = (
    ...args: Parameters<ReturnType<typeof tf.engine>["makeVariable"]>
  ): tf.Variable => {
    const variable = this.#make.apply(tf.engine(), args);
    const value = symbolicOf(this.backend, this.recorder, variable);
    if (this.recorder.isLate(value)) {
      variable.dispose();
      throw new RecordingError(
        `Cannot record the creation of variable "${variable.name}": its initial value must not depend on another variable that the function creates; create it outside compile()`,
      );
    }
    const input = this.recorder.lateInput(value.shape, value.dtype);
    variable.assign(symbolicTensor(this.backend, this.recorder, input));
    this.recorder.captures.set(variable.dataId, {
      source: variable,
      symbolic: input,
    });
    this.variables.push({ variable, value, before: variable.dataId });
    return variable;
  };

  /** @throws {RecordingError} if one of them didn't outlive the function. */
  refuseDisposed(): void {
    const disposed = this.variables.find(({ variable }) => variable.isDisposed);
    if (!disposed) return;
    throw new RecordingError(
      `Cannot record the creation of variable "${disposed.variable.name}": it must outlive the function, which disposes it; use a tensor instead`,
    );
  }
}

/** A TensorFlow.js tensor that stands for a node's output. */
function symbolicTensor(
  backend: TensorFlowBackend,
  recorder: Recorder,
  symbolic: SymbolicTensor,
): tf.Tensor {
  return backend.createOutputTensor({
    id: recorder.add(symbolic),
    shape: symbolic.shape,
    dtype: symbolic.dtype,
  });
}

/** The node's output that a tensor stands for; one from outside is captured. */
function symbolicOf(
  backend: TensorFlowBackend,
  recorder: Recorder,
  tensor: tf.Tensor,
): SymbolicTensor {
  return recorder.get(backend.getInputTensorIds([tensor])[0]);
}

function refuseRandom(): never {
  throw new RecordingError(
    "Cannot record Math.random(): its number would be the same at each call; use tf.randomUniform, tf.randomNormal, tf.truncatedNormal or tf.dropout, or pass the number as an argument",
  );
}
