import type { OperationQueue } from "../eager/operation_queue.ts";
import {
  type RandomState,
  randomState,
  setRandomState,
} from "../random/seed.ts";
import type { Handles } from "./named_function.ts";
import type { Recording } from "./recording.ts";
import type { Source, Value } from "./source.ts";

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
export class Begun<Result> {
  readonly #recording: Recording<Result>;
  readonly #queue: OperationQueue;
  readonly #handles: Handles;
  readonly #beginning: Beginning;
  #waiting: Promise<void> | undefined;
  /** Whether it is known to have run. */
  hasRun = false;

  /** @param handles The outputs, which have no value yet. */
  constructor(
    recording: Recording<Result>,
    queue: OperationQueue,
    handles: Handles,
    beginning: Beginning,
  ) {
    this.#recording = recording;
    this.#queue = queue;
    this.#handles = handles;
    this.#beginning = beginning;
  }

  get randomAfter(): RandomState {
    return this.#beginning.randomAfter;
  }

  /** What it will leave in a variable, if it assigns it. */
  valueOf(source: Source): Value | undefined {
    const output = this.#recording.outputOf(source);
    if (output === undefined) return undefined;
    const version = this.#beginning.firstVersion + output;
    return { handle: this.#handles[output], version };
  }

  /** Whether a call that begins now would read the same. */
  get holds(): boolean {
    const { read, randomBefore } = this.#beginning;
    const { seed, draws } = randomState();
    return randomBefore.seed === seed && randomBefore.draws === draws &&
      this.#recording.captures.every((source, index) =>
        source.isAlive && source.value.version === read[index]
      );
  }

  /** Takes the random numbers that it drew: others draw the next ones. */
  takeRandom(): void {
    setRandomState(this.#beginning.randomAfter);
  }

  /** @throws {TensorFlowError} if TensorFlow failed to run it. */
  wait(): Promise<void> {
    const { description, smallestOutput } = this.#recording;
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
    return this.#recording.finish(this.#handles, firstVersion);
  }

  /** Leaves it without effect. */
  drop(): void {
    const free = () => this.#recording.drop(this.#handles);
    // Another thread has a handle while it is waited for
    if (this.#waiting && !this.hasRun) this.#waiting.then(free, free);
    else free();
  }
}
