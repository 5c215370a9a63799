import { tf } from "../tfjs.ts";
import { ModelFunction, type Step } from "./model_function.ts";
import type { Model } from "./model_state.ts";

/** What a graph model computes: these outputs, by name, of these inputs. */
type Execution = {
  readonly inputs: tf.NamedTensorMap;
  readonly outputs: readonly string[];
};

type Inputs = tf.Tensor | tf.Tensor[] | tf.NamedTensorMap;
type Outputs = string | string[] | undefined;
type Result = tf.Tensor | tf.Tensor[];

/** TensorFlow.js's `GraphModel`; some members are private. */
interface GraphModel {
  readonly modelUrl: unknown;
  readonly executor: {
    readonly graph: { readonly nodes: Readonly<Record<string, GraphNode>> };
  };
  normalizeInputs(inputs: Inputs): tf.NamedTensorMap;
  normalizeOutputs(outputs: Outputs): string[];
  execute(inputs: Inputs, outputs?: Outputs): Result;
  executeAsync(inputs: Inputs, outputs?: Outputs): Promise<Result>;
  dispose(): void;
}

interface GraphNode {
  readonly op: string;
  readonly category?: string;
}

const functions = new WeakMap<object, ModelFunction<Execution>>();

/** A graph model's recorded executions, if it is one that has any. */
export function executionsOf(
  model: object,
): ModelFunction<Execution> | undefined {
  return functions.get(model);
}

/**
 * Makes graph models record `predict()`, `execute()` and `executeAsync()`. A
 * model with control flow or with outputs whose shape depends on values runs op
 * by op.
 *
 * @param isRecorded Whether a model is recorded.
 */
export function recordGraphModels(
  isRecorded: (model: object) => boolean,
): void {
  const prototype = tf.GraphModel.prototype as unknown as GraphModel;
  const { execute, executeAsync, dispose } = prototype;
  const stepOf = (model: GraphModel): Step<Execution> => (execution) => {
    refuseToAwait(model);
    return [execute.call(model, execution.inputs, [...execution.outputs])]
      .flat();
  };
  prototype.execute = function (this: GraphModel, inputs, outputs) {
    const execution = executionOf(this, inputs, outputs);
    if (!execution || !isRecorded(this)) {
      return execute.call(this, inputs, outputs);
    }
    return onlyOrAll(functionOf(this).call(stepOf(this), execution));
  };
  prototype.executeAsync = async function (this: GraphModel, inputs, outputs) {
    const execution = executionOf(this, inputs, outputs);
    if (!execution || !isRecorded(this)) {
      return executeAsync.call(this, inputs, outputs);
    }
    const opByOp = async () =>
      [await executeAsync.call(this, inputs, outputs)].flat();
    return onlyOrAll(
      await functionOf(this).callAsync(stepOf(this), execution, opByOp),
    );
  };
  prototype.dispose = function (this: GraphModel) {
    functions.get(this)?.clear();
    dispose.call(this);
  };
}

/** Undefined if the inputs are not a model's, which TensorFlow.js then says. */
function executionOf(
  model: GraphModel,
  inputs: Inputs,
  outputs: Outputs,
): Execution | undefined {
  // Each run keeps its own intermediate tensors
  if (tf.env().getBool("KEEP_INTERMEDIATE_TENSORS")) return undefined;
  try {
    const named = Object.entries(model.normalizeInputs(inputs));
    if (!named.every(([, tensor]) => tensor instanceof tf.Tensor)) {
      return undefined;
    }
    return {
      inputs: Object.fromEntries(named),
      outputs: model.normalizeOutputs(outputs),
    };
  } catch {
    return undefined;
  }
}

/** The kinds of operations that TensorFlow.js awaits. */
const awaited = new Set(["control", "dynamic", "hash_table"]);

/**
 * @throws {Error} if an operation awaits values. Executing it would fail later,
 * too, in a promise that TensorFlow.js drops, and end the process.
 */
function refuseToAwait({ executor }: GraphModel): void {
  const nodes = Object.entries(executor.graph.nodes);
  const waiting = nodes.find(([, { category }]) => awaited.has(category!));
  if (!waiting) return;
  const [name, { op }] = waiting;
  throw new Error(
    `This execution contains the node '${name}', which has the dynamic op '${op}'. Please use model.executeAsync() instead.`,
  );
}

function onlyOrAll(tensors: tf.Tensor[]): Result {
  return tensors.length === 1 ? tensors[0] : tensors;
}

function functionOf(model: GraphModel): ModelFunction<Execution> {
  const known = functions.get(model);
  if (known) return known;
  const { modelUrl } = model;
  const name = typeof modelUrl === "string" ? modelUrl : "graph model";
  const withoutState: Model = { name, layers: [] };
  const made = new ModelFunction<Execution>(withoutState, () => name, {
    verb: "predicts",
    state: () => [],
  });
  functions.set(model, made);
  return made;
}
