import { RecordingError } from "../../backend/errors.ts";
import {
  type AttributeSetters,
  graphSetters,
} from "../../op_definitions/setters.ts";
import {
  type Attribute,
  setAttribute,
} from "../../op_definitions/attributes.ts";
import { keyOfConstant } from "../../eager/constants.ts";
import { describeCall } from "../../eager/execute.ts";
import { newHostTensor, type Values } from "../../eager/host_tensor.ts";
import type { Runtime } from "../../eager/runtime.ts";
import { AttrType, DType } from "../../ffi/dtypes.ts";
import { encodeMessage } from "../../ffi/protobuf.ts";
import { cString } from "../../ffi/memory.ts";
import { checkShape, isSupported } from "../../ffi/shape.ts";
import { Status } from "../../ffi/status.ts";
import { outputs } from "../../ffi/outputs.ts";
import type { Address } from "../../ffi/symbols.ts";

/** A tensor while it is recorded: an output of a graph node. */
export interface SymbolicTensor {
  /** `TF_Operation*`. */
  readonly operation: Address;
  /** Which of the operation's outputs. */
  readonly index: number;
  readonly shape: number[];
  readonly dtype: number;
  /** The operation's type: `MatMul`. */
  readonly opName: string;
  /** A constant's values. */
  readonly values?: Values;
}

/**
 * Outputs whose shape TensorFlow doesn't infer, by operation. They only go on
 * to another operation: batch normalization's last reserve space, and what tasks of
 * a cluster gather, which is given its shape there.
 */
const unshapedOutputs: ReadonlyMap<string, number> = new Map([
  ["FusedBatchNormV3", 5],
  ["CollectiveGatherV2", 0],
]);

/**
 * Operations that TensorFlow adds for arguments and results. A second one for
 * the same argument ends the process.
 */
const argumentOperations: ReadonlySet<string> = new Set(["_Arg", "_Retval"]);

/** A `TF_Graph` under construction. */
export class Graph implements Disposable {
  readonly #runtime: Runtime;
  /** `TF_Graph*`. */
  readonly address: Address;
  readonly #status: Status;
  readonly #setters: AttributeSetters;
  readonly #constants = new Map<string, SymbolicTensor>();
  #nodeCount = 0;
  #computesWithEmpty = false;
  #normalizes = false;

  constructor(runtime: Runtime) {
    this.#runtime = runtime;
    this.address = runtime.library.TF_NewGraph();
    this.#status = new Status(runtime.library);
    this.#setters = graphSetters(runtime.library);
  }

  /** The number of nodes so far. */
  get nodeCount(): number {
    return this.#nodeCount;
  }

  /** Whether it normalizes batches by moving averages, as inference does. */
  get normalizes(): boolean {
    return this.#normalizes;
  }

  /**
   * Whether an operation takes a tensor without elements. The axes and sizes of
   * scalars don't count, nor do outputs that nothing takes, such as the reserved
   * ones of batch normalization's gradient.
   */
  get computesWithEmpty(): boolean {
    return this.#computesWithEmpty;
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
    const { library } = this.#runtime;
    const tensor = newHostTensor(library, shape, dtype, values);
    try {
      const description = this.#begin("Const");
      setAttribute(this.#setters, description, {
        name: "dtype",
        type: AttrType.TYPE,
        value: dtype,
      });
      library.TF_SetAttrTensor(
        description,
        cString("value"),
        tensor,
        this.#status.address,
      );
      const describe = () => `record a constant of shape [${shape}]`;
      return { ...this.#finish("Const", description, 1, describe)[0], values };
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
    const describe = () => `record ${describeCall(name, inputs)}`;
    if (argumentOperations.has(name)) {
      throw new RecordingError(
        `Cannot record ${name}: TensorFlow itself must add it: pass a tensor as an argument or return it`,
      );
    }
    // Checked before the operation is begun, since one that is begun must be
    // finished
    const { operations } = this.#runtime;
    operations.checkAttributes("record", name, attributes);
    const lists = operations.inputLists(
      "record",
      name,
      attributes,
      inputs.length,
    );
    this.#normalizes ||= normalizesForInference(name, attributes);
    this.#computesWithEmpty ||= inputs.some((input) =>
      input.shape.includes(0) && !isAxes(input)
    );
    const description = this.#begin(name);
    let next = 0;
    for (const count of lists) {
      if (count === undefined) {
        this.#runtime.library.TF_AddInput(description, output(inputs[next++]));
      } else {
        const list = inputs.slice(next, next + count);
        next += count;
        this.#runtime.library.TF_AddInputList(
          description,
          outputs(list),
          count,
        );
      }
    }
    for (const { operation } of predecessors) {
      this.#runtime.library.TF_AddControlInput(description, operation);
    }
    try {
      for (const attribute of attributes) {
        setAttribute(this.#setters, description, attribute);
      }
    } catch (error) {
      this.#abandon(description);
      throw error;
    }
    return this.#finish(name, description, outputCount, describe);
  }

  /**
   * Registers the graph as a function that the eager context can call.
   *
   * @param attributes Function attributes to set to true: `_XlaMustCompile`.
   * @throws {TensorFlowError} if TensorFlow refuses it.
   */
  toFunction(
    name: string,
    parameters: readonly SymbolicTensor[],
    results: readonly SymbolicTensor[],
    attributes: readonly string[] = [],
  ): void {
    const { library, context } = this.#runtime;
    const status = this.#status;
    const describe = () => `make a function of the recorded graph "${name}"`;
    const recorded = library.TF_GraphToFunction(
      this.address,
      cString(name),
      0,
      -1,
      0n,
      parameters.length,
      outputs(parameters),
      results.length,
      outputs(results),
      0n,
      0n,
      0n,
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

  [Symbol.dispose](): void {
    this.#runtime.library.TF_DeleteGraph(this.address);
    this.#status[Symbol.dispose]();
  }

  #begin(type: string): Address {
    // Not by cString(), which caches: each name is used once
    const name = new TextEncoder().encode(`${type}_${this.#nodeCount++}\0`);
    return this.#runtime.library.TF_NewOperation(
      this.address,
      cString(type),
      name,
    );
  }

  /** Frees an unfinished operation; the C API has no other function for it. */
  #abandon(description: Address): void {
    const { library } = this.#runtime;
    using status = new Status(library);
    library.TF_FinishOperation(description, status.address);
  }

  #finish(
    name: string,
    description: Address,
    outputCount: number,
    describe: () => string,
  ): SymbolicTensor[] {
    const { library } = this.#runtime;
    const operation = library.TF_FinishOperation(
      description,
      this.#status.address,
    );
    this.#status.check(describe);
    const available = library.TF_OperationNumOutputs(operation);
    if (available !== outputCount) {
      throw new RangeError(
        `Cannot ${describe()}: it must return ${outputCount} tensors: it returns ${available}`,
      );
    }
    return Array.from({ length: outputCount }, (_, index) => {
      const reference = outputs([{ operation, index }]);
      const dtype = library.TF_OperationOutputType(reference);
      const shape = this.#shapeOf(name, index, reference, describe);
      return { operation, index, opName: name, dtype, shape };
    });
  }

  #shapeOf(
    name: string,
    index: number,
    reference: Uint8Array<ArrayBuffer>,
    describe: () => string,
  ): number[] {
    const { library } = this.#runtime;
    const status = this.#status;
    const rank = library.TF_GraphGetTensorNumDims(
      this.address,
      reference,
      status.address,
    );
    status.check(describe);
    const sizes = new BigInt64Array(Math.max(rank, 0));
    if (rank > 0) {
      library.TF_GraphGetTensorShape(
        this.address,
        reference,
        sizes,
        rank,
        status.address,
      );
      status.check(describe);
    }
    if (rank < 0 || sizes.some((size) => size < 0n)) {
      if (unshapedOutputs.get(name) === index) return [];
      throw new RecordingError(
        `Cannot ${describe()}: the shape of its output must be known while recording: it depends on a tensor's values; run this part outside compile()`,
      );
    }
    const shape = Array.from(sizes, Number);
    // Shape inference allows what ends the process when the function is called
    if (!isSupported(shape)) checkShape(describe(), shape);
    return shape;
  }
}

function output(tensor: SymbolicTensor): Uint8Array<ArrayBuffer> {
  return outputs([tensor]);
}

function normalizesForInference(
  name: string,
  attributes: readonly Attribute[],
): boolean {
  return name.startsWith("FusedBatchNorm") &&
    attributes.some((attribute) =>
      attribute.name === "is_training" && attribute.value === false
    );
}

/** Whether it is a constant list of axes or sizes. */
function isAxes({ opName, dtype, shape }: SymbolicTensor): boolean {
  return opName === "Const" && dtype === DType.INT32 && shape.length === 1;
}
