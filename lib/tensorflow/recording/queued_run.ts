import type { OperationQueue } from "../eager/operation_queue.ts";
import {
  type RandomState,
  randomState,
  setRandomState,
} from "../random/seed.ts";
import type { Handles } from "./named_function.ts";
import type { ExternalTensor, TensorValue } from "./external_tensor.ts";

/** What a pending call asks of the function that it calls. */
export interface Callee<Result> {
  /** Names the call in messages. */
  readonly description: string;
  /** The index of the output with the fewest elements; −1 without outputs. */
  readonly smallestOutput: number;
  /** What it reads from outside, in order. */
  readonly captures: readonly ExternalTensor[];
  /** The index of the output that holds a variable's next value, if any. */
  outputOf(source: ExternalTensor): number | undefined;
  /** Writes the outputs to the variables and returns the results. */
  finish(handles: Handles, firstVersion: number): Result;
  /** Frees the outputs. */
  drop(handles: Handles): void;
}

/** What a call was begun with. */
interface Beginning {
  /** A version for each output, counted from here. */
  readonly firstVersion: number;
  /** The version of each capture. */
  readonly read: readonly number[];
  readonly randomBefore: RandomState;
  readonly randomAfter: RandomState;
}

/** A call of a recording that TensorFlow has, without an effect until it is finished. */
export class QueuedRun<Result> {
  readonly #callee: Callee<Result>;
  readonly #queue: OperationQueue;
  readonly #handles: Handles;
  readonly #beginning: Beginning;
  #waiting: Promise<void> | undefined;
  /** Whether it is known to have run. */
  hasRun = false;

  /** @param handles The outputs, which have no value yet. */
  constructor(
    callee: Callee<Result>,
    queue: OperationQueue,
    handles: Handles,
    beginning: Beginning,
  ) {
    this.#callee = callee;
    this.#queue = queue;
    this.#handles = handles;
    this.#beginning = beginning;
  }

  get randomAfter(): RandomState {
    return this.#beginning.randomAfter;
  }

  /** What it will leave in a variable, if it assigns it. */
  valueOf(source: ExternalTensor): TensorValue | undefined {
    const output = this.#callee.outputOf(source);
    if (output === undefined) return undefined;
    const version = this.#beginning.firstVersion + output;
    return { handle: this.#handles[output], version };
  }

  /** Whether a call that begins now would read the same. */
  get holds(): boolean {
    const { read, randomBefore } = this.#beginning;
    const { seed, draws } = randomState();
    return randomBefore.seed === seed && randomBefore.draws === draws &&
      this.#callee.captures.every((source, index) =>
        source.isAlive && source.value.version === read[index]
      );
  }

  /** Takes the random numbers that it drew: others draw the next ones. */
  takeRandom(): void {
    setRandomState(this.#beginning.randomAfter);
  }

  /** @throws {TensorFlowError} if TensorFlow failed to run it. */
  wait(): Promise<void> {
    const { description, smallestOutput } = this.#callee;
    // Waiting brings it to host memory
    const output = this.#handles.at(smallestOutput);
    return this.#waiting ??= this.#queue.wait(output, () => description);
  }

  /**
   * Writes to the variables and returns the results.
   *
   * @throws {Error} if a variable was disposed.
   */
  finish(): Result {
    const { firstVersion } = this.#beginning;
    return this.#callee.finish(this.#handles, firstVersion);
  }

  /** Leaves it without effect. */
  drop(): void {
    const free = () => this.#callee.drop(this.#handles);
    // Another thread has a handle while it is waited for
    if (this.#waiting && !this.hasRun) this.#waiting.then(free, free);
    else free();
  }
}
