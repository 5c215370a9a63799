import { RecordingError } from "../../backend/errors.ts";
import { keyOfConstant } from "../../eager/constants.ts";
import { describeCall } from "../../eager/describe_call.ts";
import { newHostTensor, type Values } from "../../eager/host_tensor.ts";
import type { Runtime } from "../../eager/runtime.ts";
import { AttrType } from "../../ffi/dtypes.ts";
import { Status } from "../../ffi/status.ts";
import type { Address } from "../../ffi/symbols.ts";
import type { Attribute } from "../../op_definitions/attributes.ts";
import { graphSetters } from "../../op_definitions/setters.ts";
import { type GraphSignature, registerFunction } from "./graph_function.ts";
import { GraphTraits } from "./graph_traits.ts";
import { NodeBuilder, type NodeContext } from "./node_builder.ts";
import type { SymbolicTensor } from "./symbolic_tensor.ts";

/**
 * Operations that TensorFlow adds for arguments and results. A second one for
 * the same argument ends the process.
 */
const argumentOperations: ReadonlySet<string> = new Set(["_Arg", "_Retval"]);

/** A `TF_Graph` under construction. */
export class Graph implements Disposable {
  readonly traits: GraphTraits = new GraphTraits();
  readonly #context: NodeContext;
  readonly #constants = new Map<string, SymbolicTensor>();
  #nodeCount = 0;

  constructor(runtime: Runtime) {
    const { library } = runtime;
    this.#context = {
      runtime,
      graph: library.TF_NewGraph(),
      status: new Status(library),
      setters: graphSetters(library),
    };
  }

  /** `TF_Graph*`. */
  get address(): Address {
    return this.#context.graph;
  }

  /** The number of nodes so far. */
  get nodeCount(): number {
    return this.#nodeCount;
  }

  /** Adds an input, whose value each call provides. */
  placeholder(shape: readonly number[], dtype: number): SymbolicTensor {
    const attributes: Attribute[] = [
      { name: "dtype", type: AttrType.TYPE, value: dtype },
      { name: "shape", type: AttrType.SHAPE, value: shape },
    ];
    return this.operation("Placeholder", attributes, [], 1)[0];
  }

  /** Adds a constant; small ones of the same values are one node. */
  constant(
    shape: readonly number[],
    dtype: number,
    values: Values,
  ): SymbolicTensor {
    const key = keyOfConstant(shape, dtype, values);
    if (key === undefined) return this.#newConstant(shape, dtype, values);
    const known = this.#constants.get(key);
    const constant = known ?? this.#newConstant(shape, dtype, values);
    this.#constants.set(key, constant);
    return constant;
  }

  #newConstant(
    shape: readonly number[],
    dtype: number,
    values: Values,
  ): SymbolicTensor {
    const { library } = this.#context.runtime;
    const tensor = newHostTensor(library, shape, dtype, values);
    try {
      const node = this.#newNode("Const");
      node.setAttributes([
        { name: "dtype", type: AttrType.TYPE, value: dtype },
      ]);
      node.setValue(tensor);
      const describe = () => `record a constant of shape [${shape}]`;
      return { ...node.finish(1, describe)[0], values };
    } finally {
      library.TF_DeleteTensor(tensor);
    }
  }

  /**
   * Adds an operation; TensorFlow infers its outputs' shapes.
   *
   * @param inputs The inputs in one row, with lists flattened.
   * @param predecessors Tensors that must be computed before it starts.
   * @throws {TensorFlowError} if TensorFlow refuses it.
   * @throws {TypeError | RangeError} if attributes or inputs are missing or
   * wrong.
   * @throws {RecordingError} if an output's shape depends on values.
   * @throws {RangeError} if an output has more axes or elements than TensorFlow
   * supports.
   */
  operation(
    name: string,
    attributes: readonly Attribute[],
    inputs: readonly SymbolicTensor[],
    outputCount: number,
    predecessors: readonly SymbolicTensor[] = [],
  ): SymbolicTensor[] {
    if (argumentOperations.has(name)) {
      throw new RecordingError(
        `Cannot record ${name}: TensorFlow itself must add it: pass a tensor as an argument or return it`,
      );
    }
    // Checked before the node is begun, since one that is begun must be finished
    const { operations } = this.#context.runtime;
    operations.checkAttributes("record", name, attributes);
    const lists = operations.inputLists(
      "record",
      name,
      attributes,
      inputs.length,
    );
    this.traits.note(name, attributes, inputs);
    const node = this.#newNode(name);
    node.addInputs(inputs, lists);
    node.addPredecessors(predecessors);
    node.setAttributes(attributes);
    return node.finish(
      outputCount,
      () => `record ${describeCall(name, inputs)}`,
    );
  }

  /**
   * Registers the graph as a function that the eager context can call.
   *
   * @throws {TensorFlowError} if TensorFlow refuses it.
   */
  toFunction(signature: GraphSignature): void {
    const { runtime, graph, status } = this.#context;
    registerFunction(runtime, graph, signature, status);
  }

  [Symbol.dispose](): void {
    const { runtime, graph, status } = this.#context;
    runtime.library.TF_DeleteGraph(graph);
    status[Symbol.dispose]();
  }

  #newNode(opName: string): NodeBuilder {
    return new NodeBuilder(this.#context, opName, this.#nodeCount++);
  }
}
