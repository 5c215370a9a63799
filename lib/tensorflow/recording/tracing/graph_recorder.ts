import type { Binding } from "../../backend/binding.ts";
import type { OperationRecorder } from "../../backend/operation_recorder.ts";
import type { ReadValues, Values } from "../../eager/host_tensor.ts";
import type { TensorMetadata } from "../../eager/tensor_table.ts";
import { DType } from "../../ffi/dtypes.ts";
import type { Attribute } from "../../op_definitions/attributes.ts";
import type { tf } from "../../tfjs.ts";
import { isSplit } from "../graph/split_tensor.ts";
import { Graph } from "../graph/graph.ts";
import type { SymbolicTensor } from "../graph/symbolic_tensor.ts";
import { ScopedFlag } from "../scoped_flag.ts";
import { Captures } from "./captures.ts";
import { JavaScriptDraws } from "./javascript_draws.ts";
import { KnownValues } from "./known_values.ts";
import { LiveNumbers } from "./live_numbers.ts";
import { OperationPlacer } from "./operation_placer.ts";
import { OutsideDraws } from "./outside_draws.ts";
import { RandomKeys } from "./random_keys.ts";
import { SymbolTable } from "./symbol_table.ts";

/** What a recorder needs to know of the program. */
export interface RecorderOptions {
  /** All variables, by the data they hold at the start. */
  readonly variables: ReadonlyMap<tf.DataId, tf.Variable>;
  /** Names the TensorFlow.js operation being run: `mul__op`. */
  readonly activeOp: () => string | undefined;
  /** The largest number of parts that a convolution's batch is split into. */
  readonly maxParts: number;
  /** Whether XLA will compile the graph. */
  readonly forXla: boolean;
}

/**
 * Records a function's operations as nodes of a graph, and the tensors that it
 * uses from outside as the graph's inputs.
 */
export class GraphRecorder implements OperationRecorder, Disposable {
  readonly graph: Graph;
  readonly captures: Captures;
  readonly keys: RandomKeys;
  /** The random operations, if they run before the graph. */
  readonly outsideDraws: OutsideDraws | undefined;
  /** What happens in JavaScript after each call. */
  readonly effects: (() => void)[] = [];
  /** Set while tensors may be kept. */
  readonly mayKeep: ScopedFlag = new ScopedFlag();
  readonly operations: OperationPlacer;
  readonly #binding: Binding;
  readonly #symbols: SymbolTable;
  readonly #known: KnownValues;
  readonly #liveNumbers: LiveNumbers;
  readonly #javaScriptDraws: JavaScriptDraws;
  /** The numbers of tensors from outside. */
  readonly #captureIds = new Map<tf.DataId, number>();

  constructor(
    binding: Binding,
    { variables, activeOp, maxParts, forXla }: RecorderOptions,
  ) {
    const graph = new Graph(binding.runtime);
    this.graph = graph;
    this.captures = new Captures(graph, variables);
    this.keys = new RandomKeys(graph);
    if (forXla) this.outsideDraws = new OutsideDraws(binding.runtime, graph);
    this.#binding = binding;
    this.#known = new KnownValues(binding);
    const { keys, outsideDraws } = this;
    const places = { graph, outsideDraws, keys, known: this.#known };
    this.operations = new OperationPlacer(places, maxParts);
    this.#symbols = new SymbolTable(binding, this.operations.splitter);
    this.#liveNumbers = new LiveNumbers(graph, this.captures);
    this.#javaScriptDraws = new JavaScriptDraws(activeOp);
  }

  execute(
    name: string,
    attributes: Attribute[],
    inputIds: number[],
    outputCount: number,
  ): TensorMetadata[] {
    const outputs = this.operations.place(
      name,
      attributes,
      inputIds.map((id) => this.#symbols.find(id)),
      outputCount,
      () => inputIds.map((id) => this.get(id)),
    );
    return outputs.map((tensor) => ({
      id: this.#symbols.add(tensor),
      shape: tensor.shape,
      dtype: tensor.dtype,
    }));
  }

  withoutSplitting<Result>(fn: () => Result): Result {
    return this.operations.splitter.suspend(fn);
  }

  constant(shape: number[], dtype: number, values: Values): number {
    if (dtype === DType.FLOAT && shape.length === 0) {
      const live = this.#liveNumbers.tensorFor(values[0]);
      if (live) return this.add(live);
    }
    const constant = this.graph.constant(shape, dtype, values);
    this.#known.add(constant, () => values);
    return this.add(constant);
  }

  capture(
    dataId: tf.DataId,
    shape: readonly number[],
    dtype: number,
    read: () => Values,
  ): number {
    const known = this.#captureIds.get(dataId);
    if (known !== undefined) return known;
    const symbolic = this.captures.inputForData(dataId, shape, dtype);
    if (!this.isVariable(dataId)) this.#known.add(symbolic, read);
    const id = this.add(symbolic);
    this.#captureIds.set(dataId, id);
    return id;
  }

  isVariable(dataId: tf.DataId): boolean {
    return this.captures.isVariable(dataId);
  }

  valuesOf(id: number): ReadValues | undefined {
    const tensor = this.#symbols.find(id);
    if (isSplit(tensor) || !this.#known.has(tensor)) return undefined;
    return this.#known.read(tensor);
  }

  withLiveNumber<Result>(
    standIn: number,
    owner: object,
    read: (ahead: number) => number,
    fn: () => Result,
  ): Result {
    return this.#liveNumbers.during(standIn, owner, read, fn);
  }

  nextKey(): number {
    return this.add(this.keys.next());
  }

  allowKept<Result>(fn: () => Result): Result {
    return this.mayKeep.during(fn);
  }

  allowDrawnInJavaScript<Result>(fn: () => Result): Result {
    return this.#javaScriptDraws.allow(fn);
  }

  refuseDrawnInJavaScript(): void {
    this.#javaScriptDraws.refuse();
  }

  afterEachCall(effect: () => void): void {
    this.effects.push(effect);
  }

  add(tensor: SymbolicTensor): number {
    return this.#symbols.add(tensor);
  }

  has(id: number): boolean {
    return this.#symbols.has(id);
  }

  /** @throws {RecordingError} if it doesn't belong to this recording. */
  get(id: number): SymbolicTensor {
    return this.#symbols.get(id);
  }

  shapeOf(id: number): readonly number[] {
    return this.#symbols.find(id).shape;
  }

  opNameOf(id: number): string {
    return this.#symbols.find(id).opName;
  }

  delete(id: number): void {
    this.#symbols.delete(id);
  }

  /** Ends the recording: frees the numbers of tensors from outside. */
  end(): void {
    for (const id of this.#captureIds.values()) this.#binding.deleteTensor(id);
    this.#known.end();
  }

  /** Frees the graph. */
  [Symbol.dispose](): void {
    this.graph[Symbol.dispose]();
    this.outsideDraws?.[Symbol.dispose]();
  }
}
