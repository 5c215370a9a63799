import type { tf } from "../tfjs.ts";
import type { Attribute } from "../operations/attributes.ts";
import type { Binding } from "../backend/binding.ts";
import { RecordingError } from "../backend/errors.ts";
import type { OperationRecorder } from "../backend/operation_recorder.ts";
import { AttrType, DType } from "../ffi/dtypes.ts";
import type { Values } from "../eager/host_tensor.ts";
import type { TensorMetadata } from "../eager/tensor_table.ts";
import { BatchSplitter, isSplit, type SplitTensor } from "./batch_splitter.ts";
import { Graph, type SymbolicTensor } from "./graph.ts";
import { ControlEdges } from "./control_edges.ts";

/** A tensor from outside that a recorded function uses. */
export interface Capture {
  /** The variable whose value is looked up at each call, or the tensor's data. */
  readonly source: tf.Variable | { readonly dataId: tf.DataId };
  readonly symbolic: SymbolicTensor;
}

/** TensorFlow.js operations that draw random numbers in JavaScript. */
const drawsInJavaScript = /^(rand\w*|truncatedNormal)__op$/;

/**
 * Where operations go while a function is recorded: each becomes a node of a
 * graph, each tensor from outside an input of it.
 */
export class Recorder implements OperationRecorder {
  readonly graph: Graph;
  readonly captures = new Map<tf.DataId, Capture>();
  /** CallStrategy many keys of the random stream a call takes. */
  draws = 0;
  /** The input for the first of them, int32 [2]; there if there are any. */
  key: SymbolicTensor | undefined;
  readonly #binding: Binding;
  readonly #symbolic = new Map<number, SymbolicTensor | SplitTensor>();
  /** CallStrategy convolutions are recorded. */
  readonly #parts: BatchSplitter;
  readonly #order = new ControlEdges();
  readonly #captureIds = new Map<tf.DataId, number>();
  readonly #variables: ReadonlyMap<tf.DataId, tf.Variable>;
  readonly #activeOp: () => string | undefined;
  /** Nodes that depend on a variable which the function itself creates. */
  readonly #late = new Set<bigint>();

  /**
   * @param variables All variables, by the data they have at the start.
   * @param activeOp The TensorFlow.js operation under way, such as `mul__op`.
   * @param partCount In how many parts of the batch, at the most, convolutions
   * are recorded.
   */
  constructor(
    binding: Binding,
    variables: ReadonlyMap<tf.DataId, tf.Variable>,
    activeOp: () => string | undefined,
    partCount: number,
  ) {
    this.#binding = binding;
    this.#variables = variables;
    this.#activeOp = activeOp;
    this.graph = new Graph(binding.runtime);
    this.#parts = new BatchSplitter(
      partCount,
      this.graph,
      this.#order,
      (...args) => this.#operation(...args),
    );
  }

  /** A constant; see {@link Binding.createTensor}. */
  constant(shape: number[], dtype: number, values: Values): number {
    return this.add(this.graph.constant(shape, dtype, values));
  }

  /**
   * To be called when values come from JavaScript.
   *
   * @throws {RecordingError} if the operation under way has drawn them.
   */
  refuseDrawnInJavaScript(): void {
    const op = this.#activeOp();
    if (!op || !drawsInJavaScript.test(op)) return;
    throw new RecordingError(
      `Cannot record tf.${
        op.slice(0, -"__op".length)
      }: random numbers must be drawn by TensorFlow, and this operation draws them in JavaScript; use tf.randomUniform, tf.randomNormal, tf.truncatedNormal or tf.dropout, or draw outside and pass the tensor as an argument`,
    );
  }

  /** An operation; see {@link Binding.executeOp}. */
  execute(
    name: string,
    attributes: Attribute[],
    inputIds: number[],
    outputCount: number,
  ): TensorMetadata[] {
    const parted = this.#parts.execute(
      name,
      attributes,
      inputIds.map((id) => this.#find(id)),
    );
    const outputs = parted ? [parted] : this.#operation(
      name,
      attributes,
      inputIds.map((id) => this.get(id)),
      outputCount,
    );
    return outputs.map((symbolic) => ({
      id: this.add(symbolic),
      shape: symbolic.shape,
      dtype: symbolic.dtype,
    }));
  }

  #operation(
    name: string,
    attributes: Attribute[],
    inputs: readonly SymbolicTensor[],
    outputCount: number,
  ): SymbolicTensor[] {
    const outputs = this.graph.operation(
      name,
      attributes,
      inputs,
      outputCount,
      this.#order.before(name, inputs),
    );
    if (inputs.some((input) => this.isLate(input))) {
      for (const { operation } of outputs) this.#late.add(operation);
    }
    return outputs;
  }

  /** A number for a node's output, by which TensorFlow.js will name it. */
  add(symbolic: SymbolicTensor | SplitTensor): number {
    const id = this.#binding.newSymbolicId(symbolic.opName);
    this.#symbolic.set(id, symbolic);
    return id;
  }

  /** Whether a number is that of a tensor of this recording. */
  has(id: number): boolean {
    return this.#symbolic.has(id);
  }

  /**
   * The node's output of a number.
   *
   * @throws {RecordingError} if it is not of this recording.
   */
  get(id: number): SymbolicTensor {
    const symbolic = this.#find(id);
    if (!isSplit(symbolic)) return symbolic;
    const whole = this.#parts.join(symbolic);
    this.#symbolic.set(id, whole);
    return whole;
  }

  #find(id: number): SymbolicTensor | SplitTensor {
    const symbolic = this.#symbolic.get(id);
    if (!symbolic) {
      throw new RecordingError(
        `Cannot record an operation: its inputs must be alive and of this recording: tensor ${id} is not`,
      );
    }
    return symbolic;
  }

  opNameOf(id: number): string {
    return this.#find(id).opName;
  }

  withoutSplitting<Result>(fn: () => Result): Result {
    return this.#parts.suspend(fn);
  }

  delete(id: number): void {
    this.#symbolic.delete(id);
  }

  /**
   * The number of the input for data from outside; the same data is the same
   * input. A variable's is looked up at each call.
   */
  capture(dataId: tf.DataId, shape: readonly number[], dtype: number): number {
    let id = this.#captureIds.get(dataId);
    if (id === undefined) {
      const source = this.#variables.get(dataId) ?? { dataId };
      const symbolic = this.graph.placeholder(shape, dtype);
      this.captures.set(dataId, { source, symbolic });
      id = this.add(symbolic);
      this.#captureIds.set(dataId, id);
    }
    return id;
  }

  /** Forgets the numbers that no tensor has: those of data from outside. */
  end(): void {
    for (const id of this.#captureIds.values()) this.#binding.deleteTensor(id);
  }

  /** An input for a variable that the function itself creates. */
  lateInput(shape: readonly number[], dtype: number): SymbolicTensor {
    const symbolic = this.graph.placeholder(shape, dtype);
    this.#late.add(symbolic.operation);
    return symbolic;
  }

  /** Whether a value depends on a variable which the function creates. */
  isLate({ operation }: SymbolicTensor): boolean {
    return this.#late.has(operation);
  }

  /** The next key of the random stream: fresh at each call, int32 [2]. */
  nextKey(): number {
    this.key ??= this.graph.placeholder([2], DType.INT32);
    const offset = this.draws++;
    if (offset === 0) return this.add(this.key);
    const [key] = this.graph.operation(
      "AddV2",
      [{ name: "T", type: AttrType.TYPE, value: DType.INT32 }],
      [
        this.key,
        this.graph.constant([2], DType.INT32, Int32Array.of(0, offset)),
      ],
      1,
    );
    return this.add(key);
  }
}
