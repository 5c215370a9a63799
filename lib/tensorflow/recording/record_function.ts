import { RecordingError } from "../backend/errors.ts";
import type { TensorFlowBackend } from "../backend/mod.ts";
import { tf } from "../tfjs.ts";
import type { Graph, SymbolicTensor } from "./graph/graph.ts";
import { type Capture, GraphRecorder } from "./graph/graph_recorder.ts";
import { KeptTensors } from "./kept_tensors.ts";
import type { OutsideDraws } from "./graph/outside_draws.ts";
import { flatten, replaceTensors } from "./structure.ts";

/** A function's graph, with its inputs and outputs. */
export interface RecordedFunction<Result> {
  readonly graph: Graph;
  /** The inputs for the tensors among the arguments, in order. */
  readonly parameters: readonly SymbolicTensor[];
  /** The tensors and variables used from outside. */
  readonly captures: readonly Capture[];
  /** The input for the first random key, if one is used. */
  readonly key: SymbolicTensor | undefined;
  /** How many random keys a call uses. */
  readonly draws: number;
  /** The random operations, if they run before the graph. */
  readonly outsideDraws: OutsideDraws | undefined;
  /** What happens in JavaScript after each call. */
  readonly effects: readonly (() => void)[];
  /** What the function returned; its tensors have been disposed. */
  readonly result: Result;
  /** The tensors that the function returned, in order. */
  readonly results: readonly SymbolicTensor[];
  /** The variables that it assigned, with their new values. */
  readonly assigned: readonly VariableAssignment[];
  /** The variables that it created, with their initial values. */
  readonly created: readonly VariableAssignment[];
}

/** A variable and the value that it gets. */
export interface VariableAssignment {
  readonly variable: tf.Variable;
  readonly value: SymbolicTensor;
}

/**
 * Records a function as a graph by running it once with symbolic arguments.
 * Afterwards every variable has its value from before.
 *
 * @param options.maxParts The largest number of parts that a convolution's
 * batch is split into. By default as many as operations run side by side, and 1
 * on a GPU, which splits each operation by itself.
 * @param options.forXla Whether XLA will compile the graph: random operations
 * then run before it, and nothing is split, since XLA fuses many operations
 * into one and would have to undo it.
 * @throws {RecordingError} if the function can't be recorded.
 * @throws {unknown} what the function itself throws.
 */
export function recordFunction<Args extends readonly unknown[], Result>(
  backend: TensorFlowBackend,
  fn: (...args: Args) => Result,
  args: Args,
  { forXla = false, maxParts = forXla ? 1 : defaultMaxParts(backend) }: {
    readonly maxParts?: number;
    readonly forXla?: boolean;
  } = {},
): RecordedFunction<Result> {
  const engine = tf.engine();
  const backups = backUpVariables(backend);
  const recorder = new GraphRecorder(
    backend.binding,
    new Map(backups.map(({ variable }) => [variable.dataId, variable])),
    () => engine.state.activeScope?.name,
    maxParts,
    forXla,
  );
  const created = new CreatedVariables(backend, recorder);
  const kept = new KeptTensors(backend, recorder);
  const { random } = Math;
  engine.startScope(`record ${fn.name}`);
  try {
    backend.binding.recorder = recorder;
    engine.makeVariable = created.make;
    engine.keep = kept.keep;
    Math.random = refuseRandom;
    const parameters: SymbolicTensor[] = [];
    const inputs = replaceTensors(args, (tensor) => {
      const { dtype } = backend.dataOf(tensor.dataId);
      const symbolic = recorder.graph.placeholder(tensor.shape, dtype);
      parameters.push(symbolic);
      return tensorOf(backend, recorder, symbolic);
    });
    const result = fn(...inputs);
    if (result instanceof Promise) {
      // It may reject later, when nobody awaits it
      result.catch(() => {});
      throw new RecordingError(
        "Cannot record an async function: it must return its tensors at once; await outside compile()",
      );
    }
    const { tensors } = flatten(result, "the result");
    const results = tensors.map((tensor) =>
      symbolicTensorOf(backend, recorder, tensor)
    );
    created.refuseDisposed();
    kept.refuse(tensors);
    kept.free(tensors);
    const assigned: VariableAssignment[] = [];
    for (const { variable, dataId } of [...backups, ...created.variables]) {
      if (variable.isDisposed || variable.dataId === dataId) continue;
      const value = symbolicTensorOf(backend, recorder, variable);
      assigned.push({ variable, value });
    }
    return {
      graph: recorder.graph,
      parameters,
      captures: [...recorder.captures.values()],
      key: recorder.key,
      draws: recorder.draws,
      outsideDraws: recorder.outsideDraws,
      effects: recorder.effects,
      result,
      results,
      assigned,
      created: created.variables,
    };
  } catch (error) {
    recorder[Symbol.dispose]();
    for (const { variable } of created.variables) variable.dispose();
    throw error;
  } finally {
    Math.random = random;
    Reflect.deleteProperty(engine, "makeVariable");
    Reflect.deleteProperty(engine, "keep");
    for (const { variable, dataId, value } of backups) {
      if (!variable.isDisposed && variable.dataId !== dataId) {
        variable.assign(value);
      }
      value.dispose();
    }
    engine.endScope();
    recorder.end();
    backend.binding.recorder = undefined;
  }
}

function defaultMaxParts({ binding: { runtime } }: TensorFlowBackend): number {
  return runtime.gpu ? 1 : runtime.threads.interOp;
}

/** A variable's value before recording. */
interface VariableBackup {
  readonly variable: tf.Variable;
  readonly dataId: tf.DataId;
  /** Keeps the data alive. */
  readonly value: tf.Tensor;
}

/**
 * Backs up every variable, so that assignments made while recording can be
 * undone. A variable that shares its data with another tensor first gets data
 * of its own, which then tells whether the variable or the tensor is read.
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
    const value = tf.tidy(() => tf.keep(variable.clone()));
    return { variable, dataId: variable.dataId, value };
  });
}

/**
 * The variables that a function creates while it is recorded, as an optimizer
 * does at its first step. Each becomes an input of the graph; its initial value
 * is noted.
 */
class CreatedVariables {
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
    if (this.recorder.dependsOnCreatedVariable(value)) {
      variable.dispose();
      throw new RecordingError(
        `Cannot record the creation of variable "${variable.name}": its initial value must not depend on another variable that the function creates; create it outside compile()`,
      );
    }
    const input = this.recorder.createdVariableInput(value.shape, value.dtype);
    variable.assign(tensorOf(this.backend, this.recorder, input));
    this.recorder.captures.set(variable.dataId, {
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

/** The TensorFlow.js tensor that stands for a symbolic one. */
function tensorOf(
  backend: TensorFlowBackend,
  recorder: GraphRecorder,
  symbolic: SymbolicTensor,
): tf.Tensor {
  return backend.createOutputTensor({
    id: recorder.add(symbolic),
    shape: symbolic.shape,
    dtype: symbolic.dtype,
  });
}

/** The symbolic tensor of a TensorFlow.js one; captures it if needed. */
function symbolicTensorOf(
  backend: TensorFlowBackend,
  recorder: GraphRecorder,
  tensor: tf.Tensor,
): SymbolicTensor {
  return recorder.get(backend.getInputTensorIds([tensor])[0]);
}

function refuseRandom(): never {
  throw new RecordingError(
    "Cannot record Math.random(): its number would be the same at each call; use tf.randomUniform, tf.randomNormal, tf.truncatedNormal or tf.dropout, or pass the number as an argument",
  );
}
