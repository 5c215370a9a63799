import type { TensorFlowBackend } from "../../backend/mod.ts";
import type { OperationQueue } from "../../eager/operation_queue.ts";
import {
  type RandomState,
  randomState,
  setRandomState,
} from "../../random/seed.ts";
import type { tf } from "../../tfjs.ts";
import {
  type RecordedFunction,
  recordFunction,
} from "../tracing/record_function.ts";
import { bindExternals } from "./bind_externals.ts";
import type { External, TensorValue } from "./external.ts";
import { ExternalNumber } from "./external_number.ts";
import { FunctionRunner, parametersOf } from "./function_runner.ts";
import { initializeVariables } from "./initial_values.ts";
import { type Handles, NamedFunction } from "./named_function.ts";
import { type NamedFunctionOptions, sayIfLong } from "./options.ts";
import { QueuedRun, type RunOwner, valueAfter } from "./queued_run.ts";
import { RecordedOutputs } from "./recorded_outputs.ts";

let recordingCount = 0;

/** A function recorded for one signature, ready to be called. */
export class Recording<Result> implements RunOwner<Result>, Disposable {
  /** The number of graph nodes, before TensorFlow optimizes them. */
  readonly nodeCount: number;
  readonly captures: readonly External[];
  readonly hasEffects: boolean;
  readonly #backend: TensorFlowBackend;
  readonly #outputs: RecordedOutputs<Result>;
  readonly #runner: FunctionRunner;
  /** What happens in JavaScript after each call. */
  readonly #effects: readonly (() => void)[];

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
    using _outsideDraws = recorded.outsideDraws;
    const { assigned, created, draws } = recorded;
    this.nodeCount = graph.nodeCount;
    sayIfLong(options.label ?? `"${fn.name || "a function"}"`, graph.nodeCount);
    const externals = bindExternals(backend, recorded);
    this.#backend = backend;
    this.captures = externals.captures;
    this.hasEffects = assigned.length > 0 || draws > 0;
    this.#effects = recorded.effects;
    this.#outputs = new RecordedOutputs(backend, recorded, externals.assigned);
    const plainName = fn.name.replace(/\W/g, "") || "recorded";
    const name = `${plainName}_${recordingCount++}`;
    using cleanup = new DisposableStack();
    cleanup.defer(() => created.forEach(({ variable }) => variable.dispose()));
    this.#runner = cleanup.use(
      new FunctionRunner(backend, recorded, name, this.#outputs.list, options),
    );
    if (created.length > 0) this.#initialize(recorded, name, args);
    cleanup.move(); // It succeeded: keep the variables and the function
  }

  /** Gives the variables that the function created their initial values. */
  #initialize(
    recorded: RecordedFunction<Result>,
    name: string,
    args: readonly tf.Tensor[],
  ): void {
    using initialize = new NamedFunction(
      this.#backend.binding.runtime,
      `${name}_initial`,
      recorded.graph,
      parametersOf(recorded),
      recorded.created.map(({ value }) => value),
    );
    this.#outputs.requireAssignable();
    initializeVariables(
      this.#backend,
      recorded,
      this.captures,
      (values) => this.#runner.run(args, values, initialize),
    );
  }

  /**
   * Runs the graph.
   *
   * @throws {Error} if a tensor or variable that it needs was disposed.
   * @throws {TensorFlowError} if TensorFlow fails.
   */
  call(args: readonly tf.Tensor[]): Result {
    const handles = this.#run(args, ({ value }) => value);
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
        this.#run(args, (capture) => {
          const value = capture instanceof ExternalNumber
            ? capture.valueAhead(earlier.length)
            : valueAfter(earlier, capture) ?? capture.value;
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
    return this.#runner.description;
  }

  get smallestOutput(): number {
    return this.#outputs.smallest;
  }

  outputOf({ variable }: External): number | undefined {
    return variable && this.#outputs.indexOf(variable);
  }

  /** @param read Finds the value of a capture. */
  #run(
    args: readonly tf.Tensor[],
    read: (capture: External) => TensorValue,
  ): Handles {
    this.#outputs.requireAssignable();
    return this.#runner.run(args, this.captures.map(read));
  }

  commit(handles: Handles, firstVersion: number): Result {
    try {
      // A variable may have been disposed during the run
      this.#outputs.requireAssignable();
    } catch (error) {
      this.discard(handles);
      throw error;
    }
    const createResult = this.#outputs.write(handles, firstVersion);
    this.#runner.reuse(handles);
    for (const effect of this.#effects) effect();
    return createResult();
  }

  discard(handles: Handles): void {
    this.#runner.free(handles);
  }

  /** Removes the function from TensorFlow. */
  [Symbol.dispose](): void {
    this.#runner[Symbol.dispose]();
    for (const external of this.captures) {
      if (external instanceof ExternalNumber) external[Symbol.dispose]();
    }
  }
}
