import { tf } from "../tfjs.ts";
import type { TensorFlowBackend } from "../backend.ts";
import { DType, elementCount } from "../dtypes.ts";
import { cString } from "../ffi/library.ts";
import { encodeMessage } from "../ffi/protobuf.ts";
import { Status } from "../ffi/status.ts";
import type { Address } from "../ffi/symbols.ts";
import { nextKey, randomState, setRandomState } from "../random/seed.ts";
import type { Graph, Symbolic } from "./graph.ts";
import { type Assigned, record, type Recorded } from "./record.ts";
import type { Capture } from "./recorder.ts";
import { replaceTensors } from "./structure.ts";

/** How a function is recorded. */
export interface RecordingOptions {
  /** Compile the graph with XLA. */
  readonly xla?: boolean;
}

/**
 * A ConfigProto: by its presence alone, TensorFlow's graph optimizer runs over
 * the function (Grappler: fused kernels, folded constants). Within it
 * graph_options (10), rewrite_options (10).
 */
const graphConfig = encodeMessage([[
  10,
  encodeMessage([[10, encodeMessage([])]]),
]]);

let recordingCount = 0;

/** A function recorded for one signature: a TensorFlow function, and how to call it. */
export class Recording<Result> implements Disposable {
  /** The number of nodes that were recorded. */
  readonly nodeCount: number;
  readonly #backend: TensorFlowBackend;
  readonly #name: string;
  readonly #recorded: Omit<Recorded<Result>, "graph" | "created">;
  readonly #outputs: readonly Symbolic[];
  // Used again at each call: new ones would be native memory until collected
  readonly #handles: BigUint64Array<ArrayBuffer>;
  readonly #count = new Int32Array(1);
  readonly #status: Status;

  /**
   * Records the function with arguments like the given ones.
   *
   * @throws {RecordingError | TensorFlowError} if it can't be recorded.
   */
  constructor(
    backend: TensorFlowBackend,
    fn: (...args: never) => Result,
    args: readonly tf.Tensor[],
    structure: readonly unknown[],
    options: RecordingOptions,
  ) {
    const recorded = record(
      backend,
      fn as (...args: readonly unknown[]) => Result,
      structure,
    );
    using graph = recorded.graph;
    this.#backend = backend;
    this.#recorded = recorded;
    this.nodeCount = graph.nodeCount;
    this.#name = `${
      fn.name.replace(/\W/g, "") || "recorded"
    }_${recordingCount++}`;
    const { results, assigned, created } = recorded;
    this.#outputs = [...results, ...assigned.map(({ value }) => value)];
    this.#handles = new BigUint64Array(this.#outputs.length);
    this.#status = new Status(backend.binding.runtime.library);
    const attributes = options.xla ? ["_XlaMustCompile"] : [];
    for (const { source } of recorded.captures) {
      if (!(source instanceof tf.Variable)) backend.captured.add(source.dataId);
    }
    try {
      graph.toFunction(this.#name, this.#parameters, this.#outputs, attributes);
      if (created.length > 0) this.#initialize(graph, args, created);
    } catch (error) {
      for (const { variable } of created) variable.dispose();
      this[Symbol.dispose]();
      throw error;
    }
  }

  /**
   * Runs the graph.
   *
   * @throws {Error} if a tensor or variable that it needs was disposed.
   * @throws {TensorFlowError} if TensorFlow fails.
   */
  call(args: readonly tf.Tensor[]): Result {
    using call = this.#begin(this.#name, args);
    this.#backend.binding.runtime.library.TFE_Execute(
      call.op,
      call.handles,
      call.count,
      call.status.address,
    );
    return this.#finish(call);
  }

  /** Runs the graph on another thread, the event loop free. */
  async callAsync(args: readonly tf.Tensor[]): Promise<Result> {
    using call = this.#begin(this.#name, args);
    await this.#backend.binding.runtime.library.TFE_ExecuteAsync(
      call.op,
      call.handles,
      call.count,
      call.status.address,
    );
    return this.#finish(call);
  }

  /** Removes the function from TensorFlow. */
  [Symbol.dispose](): void {
    this.#remove(this.#name);
    this.#status[Symbol.dispose]();
  }

  #remove(name: string): void {
    const { library, context } = this.#backend.binding.runtime;
    const { address } = this.#status;
    // It may be gone, or never have been there: the status doesn't matter
    library.TFE_ContextRemoveFunction(context, cString(name), address);
  }

  get #parameters(): Symbolic[] {
    const { parameters, captures, key } = this.#recorded;
    return [
      ...parameters,
      ...captures.map(({ symbolic }) => symbolic),
      ...(key ? [key] : []),
    ];
  }

  #begin(
    name: string,
    args: readonly tf.Tensor[],
    handles = this.#handles,
    missing?: (capture: Capture) => number | undefined,
  ): Call {
    const { binding } = this.#backend;
    const { library, context } = binding.runtime;
    const { captures, key, draws } = this.#recorded;
    this.#requireAssignable();
    const inputs = this.#backend.getInputTensorIds([...args])
      .map((id) => binding.tensors.get(id).handle);
    for (const capture of captures) {
      const id = missing?.(capture) ?? this.#captured(capture);
      inputs.push(binding.tensors.get(id).handle);
    }
    const status = this.#status;
    const op = library.TFE_NewOp(context, cString(name), status.address);
    status.check(() => `call the recorded function "${name}"`);
    this.#count[0] = handles.length;
    library.TFE_OpSetAttrString(
      op,
      cString("config_proto"),
      graphConfig,
      BigInt(graphConfig.length),
    );
    for (const handle of inputs) {
      library.TFE_OpAddInput(op, handle, status.address);
    }
    if (key) {
      const id = binding.tensors.create([2], DType.INT32, nextKey(draws));
      const { handle } = binding.tensors.get(id);
      library.TFE_OpAddInput(op, handle, status.address);
      // The operation keeps its inputs alive by itself
      binding.tensors.delete(id);
    }
    return {
      op,
      status,
      handles,
      count: this.#count,
      [Symbol.dispose]: () => library.TFE_DeleteOp(op),
    };
  }

  #captured({ source }: Capture): number {
    if (source instanceof tf.Variable) {
      requireAlive(source);
    } else if (!this.#backend.isAlive(source.dataId)) {
      throw new Error(
        "Cannot call the recorded function: a tensor that it uses from outside must be alive: it was disposed; keep it with tf.keep(), or pass it as an argument",
      );
    }
    // The short way for what TensorFlow has already: it is taken at each call
    const { id } = this.#backend.dataOf(source.dataId);
    return id >= 0
      ? id
      : this.#backend.getInputTensorIds([source as tf.TensorInfo])[0];
  }

  #finish({ handles, status }: Call): Result {
    const { binding } = this.#backend;
    status.check(() => `run the recorded function "${this.#name}"`);
    try {
      // While an async call runs, others may dispose what it will assign
      this.#requireAssignable();
    } catch (error) {
      const { library } = binding.runtime;
      for (const handle of handles) library.TFE_DeleteTensorHandle(handle);
      throw error;
    }
    const { result, results, assigned } = this.#recorded;
    const ids = results.map(({ shape, dtype }, index) =>
      binding.tensors.adopt(handles[index], shape, dtype)
    );
    assigned.forEach((assignment, index) => {
      this.#assign(assignment, handles[results.length + index]);
    });
    let next = 0;
    return replaceTensors(result, () => {
      const { shape, dtype } = results[next];
      return this.#backend.createOutputTensor({
        id: ids[next++],
        shape,
        dtype,
      });
    });
  }

  #requireAssignable(): void {
    for (const { variable } of this.#recorded.assigned) requireAlive(variable);
  }

  /** Gives a variable a new value, in place where nothing else sees its data. */
  #assign({ variable, value: symbolic }: Assigned, handle: Address): void {
    const { binding, captured } = this.#backend;
    const data = this.#backend.dataOf(variable.dataId);
    const own = data.refCount === 1 && !captured.has(variable.dataId);
    if (own && data.id >= 0) {
      binding.tensors.replace(data.id, handle);
      return;
    }
    const { shape, dtype } = symbolic;
    const id = binding.tensors.adopt(handle, shape, dtype);
    const value = this.#backend.createOutputTensor({ id, shape, dtype });
    variable.assign(value);
    value.dispose();
  }

  /** Gives the variables that the function created their first values. */
  #initialize(
    graph: Graph,
    args: readonly tf.Tensor[],
    created: Recorded<Result>["created"],
  ): void {
    const { binding } = this.#backend;
    const { library } = binding.runtime;
    const name = `${this.#name}_initial`;
    const values = created.map(({ value }) => value);
    graph.toFunction(name, this.#parameters, values);
    // The call that follows draws the same random numbers, as it would op by op
    const random = randomState();
    const fresh = new Set(created.map(({ variable }) => variable));
    // Nothing depends on them yet, so any value of the right shape will do
    const zeros: number[] = [];
    const handles = new BigUint64Array(created.length);
    try {
      using call = this.#begin(name, args, handles, (capture) => {
        if (!fresh.has(capture.source as tf.Variable)) return undefined;
        const { shape, dtype } = capture.symbolic;
        const value = dtype === DType.STRING ? "" : 0;
        const values = new Array(elementCount(shape)).fill(value);
        zeros.push(binding.tensors.create(shape, dtype, values));
        return zeros.at(-1);
      });
      library.TFE_Execute(call.op, handles, call.count, call.status.address);
      call.status.check(() => `initialize the variables of "${this.#name}"`);
    } finally {
      zeros.forEach((id) => binding.tensors.delete(id));
      setRandomState(random);
      this.#remove(name);
    }
    created.forEach(({ variable, value: { shape, dtype } }, index) => {
      const id = binding.tensors.adopt(handles[index], shape, dtype);
      const value = this.#backend.createOutputTensor({ id, shape, dtype });
      variable.assign(value);
      value.dispose();
    });
  }
}

function requireAlive(variable: tf.Variable): void {
  if (!variable.isDisposed) return;
  throw new Error(
    `Cannot call the recorded function: variable "${variable.name}" must be alive: it was disposed`,
  );
}

/** An operation with its inputs, about to run, and room for its outputs. */
interface Call extends Disposable {
  readonly op: Address;
  readonly status: Status;
  readonly handles: BigUint64Array<ArrayBuffer>;
  readonly count: Int32Array<ArrayBuffer>;
}
