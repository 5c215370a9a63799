import type { TensorFlowBackend } from "../backend/mod.ts";
import type { OperationQueue } from "../eager/operation_queue.ts";
import { DType, elementCount } from "../ffi/dtypes.ts";
import {
  nextKey,
  type RandomState,
  randomState,
  setRandomState,
} from "../random/seed.ts";
import { tf } from "../tfjs.ts";
import {
  type External,
  ExternalNumber,
  ExternalTensor,
  type TensorValue,
} from "./external_tensor.ts";
import type { SymbolicTensor } from "./graph/graph.ts";
import {
  type Handles,
  NamedFunction,
  type NamedFunctionOptions,
  sayIfLong,
} from "./named_function.ts";
import { QueuedRun, type RunOwner } from "./queued_run.ts";
import { type RecordedFunction, recordFunction } from "./record_function.ts";
import { replaceTensors } from "./structure.ts";

let recordingCount = 0;

/** A function recorded for one signature, ready to be called. */
export class Recording<Result> implements RunOwner<Result>, Disposable {
  /** The number of graph nodes, before TensorFlow optimizes them. */
  readonly nodeCount: number;
  readonly smallestOutput: number;
  readonly #backend: TensorFlowBackend;
  readonly #recorded: Omit<RecordedFunction<Result>, "graph" | "created">;
  readonly #function: NamedFunction;
  /** Draws the function's random numbers, if it can't itself. */
  readonly #draw: NamedFunction | undefined;
  readonly #outputs: readonly SymbolicTensor[];
  readonly #captures: readonly External[];
  readonly #assigned: readonly ExternalTensor[];
  readonly #outputOf: ReadonlyMap<tf.Variable, number>;

  /**
   * Records a function for arguments like the given ones.
   *
   * @param args The tensors among the arguments, in order.
   * @param structure The arguments.
   * @throws {RecordingError | TensorFlowError} if it can't be recorded.
   */
  constructor(
    backend: TensorFlowBackend,
    fn: (...args: never) => Result,
    args: readonly tf.Tensor[],
    structure: readonly unknown[],
    options: NamedFunctionOptions,
  ) {
    const recorded = recordFunction(
      backend,
      fn as (...args: readonly unknown[]) => Result,
      structure,
      { forXla: options.xla },
    );
    using graph = recorded.graph;
    using outsideDraws = recorded.outsideDraws;
    this.#backend = backend;
    this.#recorded = recorded;
    this.nodeCount = graph.nodeCount;
    sayIfLong(
      options.label ?? `"${fn.name || "a function"}"`,
      graph.nodeCount,
    );
    const { captures, results, assigned, created } = recorded;
    const externals = new Map<object, ExternalTensor>();
    const externalOf = (from: tf.Variable | { readonly dataId: tf.DataId }) => {
      const external = externals.get(from) ?? new ExternalTensor(backend, from);
      externals.set(from, external);
      return external;
    };
    this.#captures = captures.map(({ source }) =>
      "read" in source
        ? new ExternalNumber(backend, source.read)
        : externalOf(source)
    );
    this.#assigned = assigned.map(({ variable }) => externalOf(variable));
    this.#outputOf = new Map(
      assigned.map(({ variable }, index) => [variable, results.length + index]),
    );
    this.#outputs = [...results, ...assigned.map(({ value }) => value)];
    const sizes = this.#outputs.map(({ shape }) => elementCount(shape));
    this.smallestOutput = sizes.indexOf(Math.min(...sizes));
    for (const { source } of captures) {
      if (!(source instanceof tf.Variable) && !("read" in source)) {
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
    if (outsideDraws && outsideDraws.outputs.length > 0) {
      const { graph, key, outputs } = outsideDraws;
      this.#draw = cleanup.use(
        new NamedFunction(runtime, `${name}_draws`, graph, [key], outputs),
      );
    }
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
    cleanup.move(); // It succeeded: keep the variables and the function
  }

  /**
   * Runs the graph.
   *
   * @throws {Error} if a tensor or variable that it needs was disposed.
   * @throws {TensorFlowError} if TensorFlow fails.
   */
  call(args: readonly tf.Tensor[]): Result {
    const handles = this.#run(this.#function, args, (tensor) => tensor.value);
    const { tensors } = this.#backend.binding;
    return this.commit(handles, tensors.newId(handles.length));
  }

  /**
   * Queues a run of the graph. Variables and the random stream stay as they are
   * until it is committed.
   *
   * @param earlier The runs before it in the queue, oldest first: this run
   * reads the variables as those will leave them.
   * @param random Where the random stream is expected to be when it is its
   * turn.
   * @throws {Error} if a tensor or variable that it needs was disposed.
   */
  begin(
    args: readonly tf.Tensor[],
    queue: OperationQueue,
    earlier: readonly QueuedRun<unknown>[],
    random: RandomState,
  ): QueuedRun<Result> {
    const captureVersions: number[] = [];
    const now = randomState();
    setRandomState(random);
    try {
      const handles = queue.add(() =>
        this.#run(this.#function, args, (tensor) => {
          const value = tensor instanceof ExternalNumber
            ? tensor.valueAhead(earlier.length)
            : valueAfter(earlier, tensor) ?? tensor.value;
          captureVersions.push(value.version);
          return value;
        })
      );
      return new QueuedRun(this, queue, handles, {
        firstVersion: this.#backend.binding.tensors.newId(handles.length),
        captureVersions,
        randomBefore: random,
        randomAfter: randomState(),
      });
    } finally {
      setRandomState(now);
    }
  }

  get description(): string {
    return this.#function.description;
  }

  get captures(): readonly External[] {
    return this.#captures;
  }

  get hasEffects(): boolean {
    return this.#assigned.length > 0 || this.#recorded.draws > 0;
  }

  outputOf({ variable }: External): number | undefined {
    return variable && this.#outputOf.get(variable);
  }

  /** Removes the function from TensorFlow. */
  [Symbol.dispose](): void {
    this.#function[Symbol.dispose]();
    this.#draw?.[Symbol.dispose]();
    for (const external of this.#captures) {
      if (external instanceof ExternalNumber) external[Symbol.dispose]();
    }
  }

  get #parameters(): SymbolicTensor[] {
    const { parameters, captures, key, outsideDraws } = this.#recorded;
    return [
      ...parameters,
      ...captures.map(({ symbolic }) => symbolic),
      ...(outsideDraws?.inputs ?? []),
      ...(key ? [key] : []),
    ];
  }

  /**
   * Runs a function that has this recording's parameters.
   *
   * @param read Finds the value of a capture.
   */
  #run(
    fn: NamedFunction,
    args: readonly tf.Tensor[],
    read: (
      tensor: External,
      capture: number,
    ) => Pick<TensorValue, "handle">,
  ): Handles {
    const { tensors } = this.#backend.binding;
    const { key, draws } = this.#recorded;
    this.#requireAssignable();
    const { inputs } = fn;
    let count = 0;
    for (const id of this.#backend.getInputTensorIds([...args])) {
      inputs[count++] = tensors.get(id).handle;
    }
    this.#captures.forEach((tensor, index) => {
      inputs[count++] = read(tensor, index).handle;
    });
    if (!key) return fn.execute();
    const keyId = tensors.create([2], DType.INT32, nextKey(draws));
    const keyHandle = tensors.get(keyId).handle;
    const draw = this.#draw;
    let drawn: Handles | undefined;
    try {
      if (draw) {
        draw.inputs[0] = keyHandle;
        drawn = draw.execute();
        inputs.set(drawn, count);
        count += drawn.length;
      }
      inputs[count++] = keyHandle;
      return fn.execute();
    } finally {
      if (draw && drawn) this.#free(draw, drawn);
      tensors.delete(keyId);
    }
  }

  /** Frees a function's outputs. */
  #free(fn: NamedFunction, handles: Handles): void {
    const { library } = this.#backend.binding.runtime;
    for (const handle of handles) library.TFE_DeleteTensorHandle(handle);
    fn.reuse(handles);
  }

  /**
   * Writes a run's outputs to the variables and returns its results.
   *
   * @param handles The outputs, which now belong to the recording.
   * @param firstVersion The first output's version; the others count on from
   * it.
   * @throws {Error} if a variable was disposed.
   */
  commit(handles: Handles, firstVersion: number): Result {
    const { binding } = this.#backend;
    try {
      // A variable may have been disposed during the run
      this.#requireAssignable();
    } catch (error) {
      this.discard(handles);
      throw error;
    }
    const { result, results } = this.#recorded;
    const ids = results.map(({ shape, dtype }, index) =>
      binding.tensors.adopt(handles[index], shape, dtype)
    );
    this.#assigned.forEach((variable, index) => {
      const output = results.length + index;
      variable.assign(
        { handle: handles[output], version: firstVersion + output },
        this.#outputs[output],
      );
    });
    this.#function.reuse(handles);
    for (const effect of this.#recorded.effects) effect();
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

  discard(handles: Handles): void {
    this.#free(this.#function, handles);
  }

  #requireAssignable(): void {
    for (const variable of this.#assigned) variable.requireAlive();
  }

  /**
   * Gives the variables that the function created their initial values.
   *
   * @param fn Computes these values.
   */
  #initialize(
    fn: NamedFunction,
    args: readonly tf.Tensor[],
    created: RecordedFunction<Result>["created"],
  ): void {
    const { tensors } = this.#backend.binding;
    // Op by op the first call would draw these random numbers, so it draws them
    // again
    const random = randomState();
    const uninitialized = new Set(created.map(({ variable }) => variable));
    // No initial value depends on these variables, but the graph has inputs for
    // them: zeros of the right shape will do
    const zeros: number[] = [];
    try {
      const handles = this.#run(fn, args, (tensor, index) => {
        if (!tensor.variable || !uninitialized.has(tensor.variable)) {
          return tensor.value;
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

/** A variable's value after the last of some runs that assigns it. */
function valueAfter(
  runs: readonly QueuedRun<unknown>[],
  tensor: External,
): TensorValue | undefined {
  for (let i = runs.length - 1; i >= 0; i--) {
    const value = runs[i].valueOf(tensor);
    if (value) return value;
  }
  return undefined;
}
