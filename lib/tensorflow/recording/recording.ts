import { tf } from "../tfjs.ts";
import type { TensorFlowBackend } from "../backend/mod.ts";
import { DType, elementCount } from "../ffi/dtypes.ts";
import { nextKey, randomState, setRandomState } from "../random/seed.ts";
import type { OperationQueue } from "../eager/operation_queue.ts";
import { type Callee, QueuedRun } from "./queued_run.ts";
import type { SymbolicTensor } from "./graph.ts";
import {
  type Handles,
  NamedFunction,
  type RecordingOptions,
} from "./named_function.ts";
import { record, type RecordedFunction } from "./record.ts";
import { ExternalTensor, type TensorValue } from "./external_tensor.ts";
import { replaceTensors } from "./structure.ts";

let recordingCount = 0;

/** A function recorded for one signature: a TensorFlow function, and how to call it. */
export class Recording<Result> implements Callee<Result>, Disposable {
  /** The number of nodes that were recorded. */
  readonly nodeCount: number;
  /** The place of the output with the fewest elements; −1 if there is none. */
  readonly smallestOutput: number;
  readonly #backend: TensorFlowBackend;
  readonly #recorded: Omit<RecordedFunction<Result>, "graph" | "created">;
  readonly #function: NamedFunction;
  readonly #outputs: readonly SymbolicTensor[];
  readonly #captures: readonly ExternalTensor[];
  readonly #assigned: readonly ExternalTensor[];
  readonly #outputOf: ReadonlyMap<tf.Variable, number>;

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
    const { captures, results, assigned, created } = recorded;
    const sources = new Map<object, ExternalTensor>();
    const sourceOf = (from: tf.Variable | { readonly dataId: tf.DataId }) => {
      const source = sources.get(from) ?? new ExternalTensor(backend, from);
      sources.set(from, source);
      return source;
    };
    this.#captures = captures.map(({ source }) => sourceOf(source));
    this.#assigned = assigned.map(({ variable }) => sourceOf(variable));
    this.#outputOf = new Map(
      assigned.map(({ variable }, index) => [variable, results.length + index]),
    );
    this.#outputs = [...results, ...assigned.map(({ value }) => value)];
    const sizes = this.#outputs.map(({ shape }) => elementCount(shape));
    this.smallestOutput = sizes.indexOf(Math.min(...sizes));
    for (const { source } of captures) {
      if (!(source instanceof tf.Variable)) {
        backend.captured.add(source.dataId);
      }
    }
    const name = `${
      fn.name.replace(/\W/g, "") || "recorded"
    }_${recordingCount++}`;
    const { runtime } = backend.binding;
    const parameters = this.#parameters;
    using cleanup = new DisposableStack();
    cleanup.defer(() => created.forEach(({ variable }) => variable.dispose()));
    this.#function = cleanup.use(
      new NamedFunction(
        runtime,
        name,
        graph,
        parameters,
        this.#outputs,
        options,
      ),
    );
    if (created.length > 0) {
      const initial = created.map(({ value }) => value);
      using initialize = new NamedFunction(
        runtime,
        `${name}_initial`,
        graph,
        parameters,
        initial,
      );
      this.#initialize(initialize, args, created);
    }
    cleanup.move(); // All went well
  }

  /**
   * Runs the graph.
   *
   * @throws {Error} if a tensor or variable that it needs was disposed.
   * @throws {TensorFlowError} if TensorFlow fails.
   */
  call(args: readonly tf.Tensor[]): Result {
    const handles = this.#run(this.#function, args, (source) => source.value);
    const { tensors } = this.#backend.binding;
    return this.finish(handles, tensors.newId(handles.length));
  }

  /**
   * Puts a run of the graph at the end of a queue; it has no effect on variables
   * or the stream of random numbers until it is finished.
   *
   * @param before What was put there and is not finished, the oldest first: the
   * variables are read as these will leave them.
   * @throws {Error} if a tensor or variable that it needs was disposed.
   */
  begin(
    args: readonly tf.Tensor[],
    queue: OperationQueue,
    before: readonly QueuedRun<unknown>[],
  ): QueuedRun<Result> {
    const versions: number[] = [];
    const now = randomState();
    const random = before.at(-1)?.randomAfter ?? now;
    setRandomState(random);
    try {
      const handles = queue.add(() =>
        this.#run(this.#function, args, (source) => {
          const value = valueAfter(before, source) ?? source.value;
          versions.push(value.version);
          return value;
        })
      );
      return new QueuedRun(this, queue, handles, {
        firstVersion: this.#backend.binding.tensors.newId(handles.length),
        read: versions,
        randomBefore: random,
        randomAfter: randomState(),
      });
    } finally {
      setRandomState(now);
    }
  }

  /** What a call is called in messages. */
  get description(): string {
    return this.#function.description;
  }

  /** What it reads from outside, in order. */
  get captures(): readonly ExternalTensor[] {
    return this.#captures;
  }

  /** The place of a variable's next value among the outputs, if it is assigned. */
  outputOf({ variable }: ExternalTensor): number | undefined {
    return variable && this.#outputOf.get(variable);
  }

  /** Removes the function from TensorFlow. */
  [Symbol.dispose](): void {
    this.#function[Symbol.dispose]();
  }

  get #parameters(): SymbolicTensor[] {
    const { parameters, captures, key } = this.#recorded;
    return [
      ...parameters,
      ...captures.map(({ symbolic }) => symbolic),
      ...(key ? [key] : []),
    ];
  }

  /** Calls a function with the parameters of this one. */
  #run(
    run: NamedFunction,
    args: readonly tf.Tensor[],
    read: (
      source: ExternalTensor,
      capture: number,
    ) => Pick<TensorValue, "handle">,
  ): Handles {
    const { tensors } = this.#backend.binding;
    const { key, draws } = this.#recorded;
    this.#requireAssignable();
    const { inputs } = run;
    let count = 0;
    for (const id of this.#backend.getInputTensorIds([...args])) {
      inputs[count++] = tensors.get(id).handle;
    }
    this.#captures.forEach((source, index) => {
      inputs[count++] = read(source, index).handle;
    });
    if (!key) return run.execute();
    const keyId = tensors.create([2], DType.INT32, nextKey(draws));
    inputs[count++] = tensors.get(keyId).handle;
    try {
      return run.execute();
    } finally {
      tensors.delete(keyId);
    }
  }

  /**
   * Writes a run's outputs to the variables and returns its results.
   *
   * @param handles The outputs, which it takes over.
   * @param firstVersion A version for each output, counted from here.
   * @throws {Error} if a variable was disposed.
   */
  finish(handles: Handles, firstVersion: number): Result {
    const { binding } = this.#backend;
    try {
      // While a call runs, others may dispose what it will assign
      this.#requireAssignable();
    } catch (error) {
      this.drop(handles);
      throw error;
    }
    const { result, results } = this.#recorded;
    const ids = results.map(({ shape, dtype }, index) =>
      binding.tensors.adopt(handles[index], shape, dtype)
    );
    this.#assigned.forEach((source, index) => {
      const output = results.length + index;
      source.assign(
        { handle: handles[output], version: firstVersion + output },
        this.#outputs[output],
      );
    });
    this.#function.reuse(handles);
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

  /** Frees a run's outputs. */
  drop(handles: Handles): void {
    const { library } = this.#backend.binding.runtime;
    for (const handle of handles) library.TFE_DeleteTensorHandle(handle);
    this.#function.reuse(handles);
  }

  #requireAssignable(): void {
    for (const source of this.#assigned) source.requireAlive();
  }

  /**
   * Gives the variables that the function created their first values.
   *
   * @param run Has those values as outputs.
   */
  #initialize(
    run: NamedFunction,
    args: readonly tf.Tensor[],
    created: RecordedFunction<Result>["created"],
  ): void {
    const { tensors } = this.#backend.binding;
    // The call that follows draws the same random numbers, as it would op by op
    const random = randomState();
    const fresh = new Set(created.map(({ variable }) => variable));
    // Nothing depends on them yet, so any value of the right shape will do
    const zeros: number[] = [];
    try {
      const handles = this.#run(run, args, (source, index) => {
        if (!source.variable || !fresh.has(source.variable)) {
          return source.value;
        }
        const { shape, dtype } = this.#recorded.captures[index].symbolic;
        const value = dtype === DType.STRING ? "" : 0;
        const values = new Array(elementCount(shape)).fill(value);
        const id = tensors.create(shape, dtype, values);
        zeros.push(id);
        return tensors.get(id);
      });
      created.forEach(({ variable, value: { shape, dtype } }, index) => {
        const id = tensors.adopt(handles[index], shape, dtype);
        const value = this.#backend.createOutputTensor({ id, shape, dtype });
        variable.assign(value);
        value.dispose();
      });
    } finally {
      zeros.forEach((id) => tensors.delete(id));
      setRandomState(random);
    }
  }
}

/** What the last of some calls that writes a variable will leave in it. */
function valueAfter(
  calls: readonly QueuedRun<unknown>[],
  source: ExternalTensor,
): TensorValue | undefined {
  for (let i = calls.length - 1; i >= 0; i--) {
    const value = calls[i].valueOf(source);
    if (value) return value;
  }
  return undefined;
}
