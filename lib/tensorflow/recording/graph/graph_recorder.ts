import type { Binding } from "../../backend/binding.ts";
import { RecordingError } from "../../backend/errors.ts";
import type { OperationRecorder } from "../../backend/operation_recorder.ts";
import type { ReadValues, Values } from "../../eager/host_tensor.ts";
import type { TensorMetadata } from "../../eager/tensor_table.ts";
import { AttrType, DType } from "../../ffi/dtypes.ts";
import type { Attribute } from "../../op_definitions/attributes.ts";
import { tf } from "../../tfjs.ts";
import { BatchSplitter, isSplit, type SplitTensor } from "./batch_splitter.ts";
import { ControlEdges } from "./control_edges.ts";
import { Graph, type SymbolicTensor } from "./graph.ts";
import { KnownValues } from "./known_values.ts";
import { offsetKey, OutsideDraws } from "./outside_draws.ts";

/** A number from outside, read anew at each call. */
export interface LiveNumber {
  readonly read: (ahead: number) => number;
}

/** A value from outside that a recorded function uses. */
export interface Capture {
  /** The variable or number, read anew at each call, or the tensor's data. */
  readonly source: tf.Variable | { readonly dataId: tf.DataId } | LiveNumber;
  /** The graph input that stands for it. */
  readonly symbolic: SymbolicTensor;
}

/** TensorFlow.js operations that draw random numbers in JavaScript. */
const drawsInJavaScript = /^(rand\w*|truncatedNormal)__op$/;

/**
 * Records a function's operations as nodes of a graph, and the tensors that it
 * uses from outside as the graph's inputs.
 */
export class GraphRecorder implements OperationRecorder, Disposable {
  readonly graph: Graph;
  readonly captures = new Map<object, Capture>();
  /** How many random keys a call uses. */
  draws = 0;
  /** The graph input for the first random key, int32 [2], if one is used. */
  key: SymbolicTensor | undefined;
  /** The random operations, if they run before the graph. */
  readonly outsideDraws: OutsideDraws | undefined;
  /** What happens in JavaScript after each call. */
  readonly effects: (() => void)[] = [];
  /** Whether tensors may be kept at present. */
  allowsKept = false;
  #allowsDrawn = false;
  readonly #binding: Binding;
  readonly #tensors = new Map<number, SymbolicTensor | SplitTensor>();
  readonly #splitter: BatchSplitter;
  readonly #edges = new ControlEdges();
  readonly #captureIds = new Map<tf.DataId, number>();
  readonly #variables: ReadonlyMap<tf.DataId, tf.Variable>;
  readonly #activeOp: () => string | undefined;
  /** Operations that depend on a variable created by the function itself. */
  readonly #dependents = new Set<bigint>();
  /** The number that a constant stands for at present. */
  #live: {
    readonly standIn: number;
    readonly symbolic: () => SymbolicTensor;
    readonly negative: () => SymbolicTensor;
  } | undefined;
  readonly #known: KnownValues;
  /** The draw's number of each operation that computes a random key. */
  readonly #offsets = new Map<bigint, number>();

  /**
   * @param variables All variables, by the data they hold at the start.
   * @param activeOp Names the TensorFlow.js operation being run: `mul__op`.
   * @param maxParts The largest number of parts that a convolution's batch is
   * split into.
   * @param forXla Whether XLA will compile the graph.
   */
  constructor(
    binding: Binding,
    variables: ReadonlyMap<tf.DataId, tf.Variable>,
    activeOp: () => string | undefined,
    maxParts: number,
    forXla: boolean,
  ) {
    this.#binding = binding;
    this.#variables = variables;
    this.#activeOp = activeOp;
    this.graph = new Graph(binding.runtime);
    this.#known = new KnownValues(binding);
    if (forXla) {
      this.outsideDraws = new OutsideDraws(binding.runtime, this.graph);
    }
    this.#splitter = new BatchSplitter(
      maxParts,
      this.graph,
      this.#edges,
      (...args) => this.#addOperation(...args),
    );
  }

  constant(shape: number[], dtype: number, values: Values): number {
    const live = this.#live;
    if (live && dtype === DType.FLOAT && shape.length === 0) {
      if (values[0] === live.standIn) return this.add(live.symbolic());
      if (values[0] === -live.standIn) return this.add(live.negative());
    }
    const constant = this.graph.constant(shape, dtype, values);
    this.#known.add(constant, () => values);
    return this.add(constant);
  }

  isVariable(dataId: tf.DataId): boolean {
    return this.#variables.has(dataId);
  }

  valuesOf(id: number): ReadValues | undefined {
    const tensor = this.#find(id);
    if (isSplit(tensor) || !this.#known.has(tensor)) return undefined;
    return this.#known.read(tensor);
  }

  allowKept<Result>(fn: () => Result): Result {
    const outer = this.allowsKept;
    this.allowsKept = true;
    try {
      return fn();
    } finally {
      this.allowsKept = outer;
    }
  }

  afterEachCall(effect: () => void): void {
    this.effects.push(effect);
  }

  allowDrawnInJavaScript<Result>(fn: () => Result): Result {
    const outer = this.#allowsDrawn;
    this.#allowsDrawn = true;
    try {
      return fn();
    } finally {
      this.#allowsDrawn = outer;
    }
  }

  refuseDrawnInJavaScript(): void {
    const op = this.#activeOp();
    if (this.#allowsDrawn || !op || !drawsInJavaScript.test(op)) return;
    throw new RecordingError(
      `Cannot record tf.${
        op.slice(0, -"__op".length)
      }: random numbers must be drawn by TensorFlow, and this operation draws them in JavaScript; use tf.randomUniform, tf.randomNormal, tf.truncatedNormal or tf.dropout, or draw outside and pass the tensor as an argument`,
    );
  }

  execute(
    name: string,
    attributes: Attribute[],
    inputIds: number[],
    outputCount: number,
  ): TensorMetadata[] {
    const split = this.#splitter.execute(
      name,
      attributes,
      inputIds.map((id) => this.#find(id)),
    );
    const outputs = split ? [split] : this.#addOperation(
      name,
      attributes,
      inputIds.map((id) => this.get(id)),
      outputCount,
    );
    return outputs.map((tensor) => ({
      id: this.add(tensor),
      shape: tensor.shape,
      dtype: tensor.dtype,
    }));
  }

  #addOperation(
    name: string,
    attributes: Attribute[],
    inputs: readonly SymbolicTensor[],
    outputCount: number,
  ): SymbolicTensor[] {
    if (this.outsideDraws && OutsideDraws.includes(name)) {
      return [
        this.outsideDraws.add(
          name,
          attributes,
          inputs,
          ({ operation }) => this.#offsets.get(operation),
        ),
      ];
    }
    const outputs = this.graph.operation(
      name,
      attributes,
      inputs,
      outputCount,
      this.#edges.predecessorsOf(name, inputs),
    );
    this.#known.addOperation(name, attributes, inputs, outputs);
    if (inputs.some((input) => this.dependsOnCreatedVariable(input))) {
      for (const { operation } of outputs) this.#dependents.add(operation);
    }
    return outputs;
  }

  /** Gives a tensor the number by which TensorFlow.js refers to it. */
  add(tensor: SymbolicTensor | SplitTensor): number {
    const id = this.#binding.newSymbolicId(tensor.opName);
    this.#tensors.set(id, tensor);
    return id;
  }

  has(id: number): boolean {
    return this.#tensors.has(id);
  }

  /**
   * The tensor with a number; if it is split, its parts are joined.
   *
   * @throws {RecordingError} if it doesn't belong to this recording.
   */
  get(id: number): SymbolicTensor {
    const tensor = this.#find(id);
    if (!isSplit(tensor)) return tensor;
    const whole = this.#splitter.join(tensor);
    this.#tensors.set(id, whole);
    return whole;
  }

  #find(id: number): SymbolicTensor | SplitTensor {
    const tensor = this.#tensors.get(id);
    if (!tensor) {
      throw new RecordingError(
        `Cannot record an operation: its inputs must be alive and belong to this recording: tensor ${id} does not`,
      );
    }
    return tensor;
  }

  shapeOf(id: number): readonly number[] {
    return this.#find(id).shape;
  }

  opNameOf(id: number): string {
    return this.#find(id).opName;
  }

  delete(id: number): void {
    this.#tensors.delete(id);
  }

  withoutSplitting<Result>(fn: () => Result): Result {
    return this.#splitter.suspend(fn);
  }

  capture(
    dataId: tf.DataId,
    shape: readonly number[],
    dtype: number,
    read: () => Values,
  ): number {
    let id = this.#captureIds.get(dataId);
    if (id === undefined) {
      const source = this.#variables.get(dataId) ?? { dataId };
      const symbolic = this.graph.placeholder(
        source instanceof tf.Variable ? source.shape : shape,
        dtype,
      );
      this.captures.set(dataId, { source, symbolic });
      if (!this.isVariable(dataId)) this.#known.add(symbolic, read);
      id = this.add(symbolic);
      this.#captureIds.set(dataId, id);
    }
    return id;
  }

  /** Ends the recording: frees the numbers of tensors from outside. */
  end(): void {
    for (const id of this.#captureIds.values()) this.#binding.deleteTensor(id);
    this.#known.end();
  }

  /** A graph input for a variable that the function itself creates. */
  createdVariableInput(
    shape: readonly number[],
    dtype: number,
  ): SymbolicTensor {
    const symbolic = this.graph.placeholder(shape, dtype);
    this.#dependents.add(symbolic.operation);
    return symbolic;
  }

  /** Whether a tensor depends on a variable that the function creates. */
  dependsOnCreatedVariable({ operation }: SymbolicTensor): boolean {
    return this.#dependents.has(operation);
  }

  withLiveNumber<Result>(
    standIn: number,
    owner: object,
    read: (ahead: number) => number,
    fn: () => Result,
  ): Result {
    const outer = this.#live;
    let negative: SymbolicTensor | undefined;
    const symbolic = () => {
      const capture = this.captures.get(owner) ?? {
        source: { read },
        symbolic: this.graph.placeholder([], DType.FLOAT),
      };
      this.captures.set(owner, capture);
      return capture.symbolic;
    };
    this.#live = {
      standIn: Math.fround(standIn),
      symbolic,
      negative: () => negative ??= this.#negate(symbolic()),
    };
    try {
      return fn();
    } finally {
      this.#live = outer;
    }
  }

  #negate(tensor: SymbolicTensor): SymbolicTensor {
    const type = { name: "T", type: AttrType.TYPE, value: tensor.dtype };
    return this.graph.operation("Neg", [type], [tensor], 1)[0];
  }

  nextKey(): number {
    this.key ??= this.graph.placeholder([2], DType.INT32);
    const offset = this.draws++;
    const key = offsetKey(this.graph, this.key, offset);
    this.#offsets.set(key.operation, offset);
    return this.add(key);
  }

  /** Frees the graph. */
  [Symbol.dispose](): void {
    this.graph[Symbol.dispose]();
    this.outsideDraws?.[Symbol.dispose]();
  }
}
