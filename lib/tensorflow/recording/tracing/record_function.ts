import { RecordingError } from "../../backend/errors.ts";
import type { TensorFlowBackend } from "../../backend/mod.ts";
import { tf } from "../../tfjs.ts";
import type { Graph } from "../graph/graph.ts";
import type { SymbolicTensor } from "../graph/symbolic_tensor.ts";
import { flatten, replaceTensors } from "../structure.ts";
import type { Capture } from "./captures.ts";
import {
  CreatedVariables,
  type VariableAssignment,
} from "./created_variables.ts";
import { GraphRecorder } from "./graph_recorder.ts";
import { interceptEngine } from "./intercepted_engine.ts";
import { KeptTensors } from "./kept_tensors.ts";
import type { OutsideDraws } from "./outside_draws.ts";
import { symbolicTensorOf, tensorOf } from "./symbolic_values.ts";
import { backUpVariables, restoreVariables } from "./variable_backups.ts";

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
  const recorder = new GraphRecorder(backend.binding, {
    variables: new Map(
      backups.map(({ variable }) => [variable.dataId, variable]),
    ),
    activeOp: () => engine.state.activeScope?.name,
    maxParts,
    forXla,
  });
  const created = new CreatedVariables(backend, recorder);
  const kept = new KeptTensors(backend, recorder);
  engine.startScope(`record ${fn.name}`);
  backend.binding.recorder = recorder;
  const restoreEngine = interceptEngine({
    makeVariable: created.make,
    keep: kept.keep,
  });
  try {
    const { parameters, inputs } = symbolicArguments(backend, recorder, args);
    const result = fn(...inputs);
    const tensors = tensorsOf(result);
    const results = tensors.map((tensor) =>
      symbolicTensorOf(backend, recorder, tensor)
    );
    created.refuseDisposed();
    kept.refuse(tensors);
    kept.free(tensors);
    const assigned = [...backups, ...created.variables]
      .filter(({ variable, dataId }) =>
        !variable.isDisposed && variable.dataId !== dataId
      )
      .map(({ variable }) => ({
        variable,
        value: symbolicTensorOf(backend, recorder, variable),
      }));
    return {
      graph: recorder.graph,
      parameters,
      captures: recorder.captures.list(),
      key: recorder.keys.first,
      draws: recorder.keys.count,
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
    restoreEngine();
    restoreVariables(backups);
    engine.endScope();
    recorder.end();
    backend.binding.recorder = undefined;
  }
}

function defaultMaxParts({ binding: { runtime } }: TensorFlowBackend): number {
  return runtime.gpu ? 1 : runtime.threads.interOp;
}

/** The arguments with a graph input in place of each tensor. */
function symbolicArguments<Args extends readonly unknown[]>(
  backend: TensorFlowBackend,
  recorder: GraphRecorder,
  args: Args,
): { parameters: SymbolicTensor[]; inputs: Args } {
  const parameters: SymbolicTensor[] = [];
  const inputs = replaceTensors(args, (tensor) => {
    const { dtype } = backend.dataOf(tensor.dataId);
    const symbolic = recorder.graph.placeholder(tensor.shape, dtype);
    parameters.push(symbolic);
    return tensorOf(backend, recorder, symbolic);
  });
  return { parameters, inputs };
}

/** @throws {RecordingError} if the function is asynchronous. */
function tensorsOf(result: unknown): tf.Tensor[] {
  if (result instanceof Promise) {
    // It may reject later, when nobody awaits it
    result.catch(() => {});
    throw new RecordingError(
      "Cannot record an async function: it must return its tensors at once; await outside compile()",
    );
  }
  return flatten(result, "the result").tensors;
}
