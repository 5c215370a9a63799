import { tf } from "../tfjs.ts";
import type { TensorFlowBackend } from "../backend.ts";
import { DType, elementCount } from "../dtypes.ts";
import { cString } from "../ffi/library.ts";
import { encodeMessage } from "../ffi/protobuf.ts";
import { Status } from "../ffi/status.ts";
import type { Address } from "../ffi/symbols.ts";
import { nextKey, randomState, setRandomState } from "../random/seed.ts";
import type { Graph, Symbolic } from "./graph.ts";
import { record, type Recorded } from "./record.ts";
import { Source } from "./source.ts";
import { replaceTensors } from "./structure.ts";

/** How a function is recorded. */
export interface RecordingOptions {
  /** Compile the graph with XLA. */
  readonly xla?: boolean;
  /**
   * Let TensorFlow compute convolutions, matrix products and what lies between
   * them in bfloat16, which has float32's range and 8 bits of its precision;
   * variables, arguments and results stay as they are. For processors with
   * instructions for it: others may refuse the call. It pays where channels are
   * multiples of 16. Default false.
   */
  readonly bfloat16?: boolean;
}

/** `RewriterConfig.Toggle.ON`. */
const ON = 1;

/**
 * A ConfigProto: by its presence alone, TensorFlow's graph optimizer runs over
 * the function (Grappler: fused kernels, folded constants). Within it
 * graph_options (10), rewrite_options (10), and of these
 * auto_mixed_precision_onednn_bfloat16 (31).
 */
function encodeGraphConfig({ bfloat16 }: RecordingOptions) {
  const rewrites = encodeMessage(bfloat16 ? [[31, ON]] : []);
  return encodeMessage([[10, encodeMessage([[10, rewrites]])]]);
}

const configName = cString("config_proto");

let recordingCount = 0;

/** A function recorded for one signature: a TensorFlow function, and how to call it. */
export class Recording<Result> implements Disposable {
  /** The number of nodes that were recorded. */
  readonly nodeCount: number;
  readonly #backend: TensorFlowBackend;
  readonly #name: string;
  readonly #recorded: Omit<Recorded<Result>, "graph" | "created">;
  readonly #outputs: readonly Symbolic[];
  readonly #captures: readonly Source[];
  readonly #assigned: readonly Source[];
  // Used again at each call: new ones would be native memory until collected
  readonly #config: Uint8Array<ArrayBuffer>;
  readonly #encodedName: Uint8Array<ArrayBuffer>;
  readonly #inputs: BigUint64Array<ArrayBuffer>;
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
      // XLA makes one kernel of many operations, and would have to undo the parts
      options.xla ? 1 : undefined,
    );
    using graph = recorded.graph;
    this.#backend = backend;
    this.#recorded = recorded;
    this.nodeCount = graph.nodeCount;
    this.#name = `${
      fn.name.replace(/\W/g, "") || "recorded"
    }_${recordingCount++}`;
    const { captures, results, assigned, created } = recorded;
    this.#config = encodeGraphConfig(options);
    this.#encodedName = cString(this.#name);
    const sources = new Map<object, Source>();
    const sourceOf = (from: tf.Variable | { readonly dataId: tf.DataId }) => {
      const source = sources.get(from) ?? new Source(backend, from);
      sources.set(from, source);
      return source;
    };
    this.#captures = captures.map(({ source }) => sourceOf(source));
    this.#assigned = assigned.map(({ variable }) => sourceOf(variable));
    this.#inputs = new BigUint64Array(this.#parameters.length);
    this.#outputs = [...results, ...assigned.map(({ value }) => value)];
    this.#handles = new BigUint64Array(this.#outputs.length);
    this.#status = new Status(backend.binding.runtime.library);
    const attributes = options.xla ? ["_XlaMustCompile"] : [];
    for (const { source } of captures) {
      if (!(source instanceof tf.Variable)) {
        backend.captured.add(source.dataId);
      }
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
    using call = this.#begin(this.#encodedName, args);
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
    using call = this.#begin(this.#encodedName, args);
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
    name: Uint8Array<ArrayBuffer>,
    args: readonly tf.Tensor[],
    handles = this.#handles,
    missing?: (capture: number) => Address | undefined,
  ): Call {
    const { binding } = this.#backend;
    const { library, context } = binding.runtime;
    const { key, draws } = this.#recorded;
    this.#requireAssignable();
    const inputs = this.#inputs;
    let count = 0;
    for (const id of this.#backend.getInputTensorIds([...args])) {
      inputs[count++] = binding.tensors.get(id).handle;
    }
    this.#captures.forEach((source, index) => {
      inputs[count++] = missing?.(index) ?? source.handle;
    });
    const keyId = key &&
      binding.tensors.create([2], DType.INT32, nextKey(draws));
    if (keyId !== undefined) {
      inputs[count++] = binding.tensors.get(keyId).handle;
    }
    const status = this.#status;
    const op = library.TFE_NewOp(context, name, status.address);
    status.check(() => `call the recorded function "${this.#name}"`);
    this.#count[0] = handles.length;
    library.TFE_OpSetAttrString(
      op,
      configName,
      this.#config,
      BigInt(this.#config.length),
    );
    library.TFE_OpAddInputList(op, inputs, count, status.address);
    // The operation keeps its inputs alive by itself
    if (keyId !== undefined) binding.tensors.delete(keyId);
    return {
      op,
      status,
      handles,
      count: this.#count,
      [Symbol.dispose]: () => library.TFE_DeleteOp(op),
    };
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
    assigned.forEach(({ value }, index) => {
      this.#assigned[index].assign(handles[results.length + index], value);
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
    for (const source of this.#assigned) source.requireAlive();
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
      const { captures } = this.#recorded;
      using call = this.#begin(cString(name), args, handles, (index) => {
        const { source, symbolic: { shape, dtype } } = captures[index];
        if (!fresh.has(source as tf.Variable)) return undefined;
        const value = dtype === DType.STRING ? "" : 0;
        const values = new Array(elementCount(shape)).fill(value);
        const id = binding.tensors.create(shape, dtype, values);
        zeros.push(id);
        return binding.tensors.get(id).handle;
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

/** An operation with its inputs, about to run, and room for its outputs. */
interface Call extends Disposable {
  readonly op: Address;
  readonly status: Status;
  readonly handles: BigUint64Array<ArrayBuffer>;
  readonly count: Int32Array<ArrayBuffer>;
}
