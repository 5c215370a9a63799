import type { OperationQueue } from "../../eager/operation_queue.ts";
import {
  type RandomState,
  randomState,
  setRandomState,
} from "../../random/seed.ts";
import type { External, TensorValue } from "./external.ts";
import type { Handles } from "./named_function.ts";

/** The recorded function that a run belongs to. */
export interface RunOwner<Result> {
  /** Names a run in messages. */
  readonly description: string;
  /** The index of the output with the fewest elements; −1 without outputs. */
  readonly smallestOutput: number;
  /** The tensors and variables that a run reads from outside, in order. */
  readonly captures: readonly External[];
  /** Whether a run assigns a variable or draws random numbers. */
  readonly hasEffects: boolean;
  /** The index of the output that becomes a variable's next value, if any. */
  outputOf(tensor: External): number | undefined;
  /** Writes a run's outputs to the variables and returns its results. */
  commit(handles: Handles, firstVersion: number): Result;
  /** Frees a run's outputs. */
  discard(handles: Handles): void;
}

/** What a run started from. */
interface RunInputs {
  /** The first output's version; the others count on from it. */
  readonly firstVersion: number;
  /** The version of each capture. */
  readonly captureVersions: readonly number[];
  readonly randomBefore: RandomState;
  readonly randomAfter: RandomState;
}

let runCount = 0;

/** A run in TensorFlow's queue; it changes nothing until it is committed. */
export class QueuedRun<Result> {
  readonly #owner: RunOwner<Result>;
  readonly #queue: OperationQueue;
  readonly #handles: Handles;
  readonly #inputs: RunInputs;
  /** The position in the order in which runs were queued. */
  readonly #position = runCount++;
  #completion: Promise<void> | undefined;
  /** Whether another thread uses one of the handles. */
  #isWaitedFor = false;
  #hasRun = false;
  /** Whether the handles were freed, or belong to others. */
  #isReleased = false;

  /** @param handles The outputs, which have no values yet. */
  constructor(
    owner: RunOwner<Result>,
    queue: OperationQueue,
    handles: Handles,
    inputs: RunInputs,
  ) {
    this.#owner = owner;
    this.#queue = queue;
    this.#handles = handles;
    this.#inputs = inputs;
  }

  /** Whether it assigns a variable or draws random numbers. */
  get hasEffects(): boolean {
    return this.#owner.hasEffects;
  }

  /** The state of the random stream after the run. */
  get randomAfter(): RandomState {
    return this.#inputs.randomAfter;
  }

  /** A variable's value after the run, if the run assigns it. */
  valueOf(tensor: External): TensorValue | undefined {
    const output = this.#owner.outputOf(tensor);
    if (output === undefined) return undefined;
    const version = this.#inputs.firstVersion + output;
    return { handle: this.#handles[output], version };
  }

  /** Whether a run that starts now would read the same values. */
  get isStillValid(): boolean {
    const { captureVersions, randomBefore } = this.#inputs;
    const { seed, draws } = randomState();
    const isInPlace = randomBefore.seed === seed &&
      randomBefore.draws === draws;
    return (isInPlace || !this.#draws) &&
      this.#owner.captures.every((tensor, index) =>
        tensor.isAlive && tensor.value.version === captureVersions[index]
      );
  }

  /** Whether it draws random numbers. */
  get #draws(): boolean {
    const { randomBefore, randomAfter } = this.#inputs;
    return randomBefore.draws !== randomAfter.draws;
  }

  /**
   * Resolves when TensorFlow has run it, at once if it was committed or
   * discarded.
   *
   * @throws {TensorFlowError} if TensorFlow fails.
   */
  wait(): Promise<void> {
    if (this.#completion) return this.#completion;
    if (this.#hasRun || this.#isReleased) return Promise.resolve();
    const { description, smallestOutput } = this.#owner;
    // Waiting copies the output to host memory
    const output = this.#handles.at(smallestOutput);
    this.#isWaitedFor = true;
    return this.#completion = this.#queue.wait(output, () => description)
      .finally(() => this.#isWaitedFor = false);
  }

  /**
   * Notes that TensorFlow has run a run of the same queue, and so this one, if
   * it was queued before.
   */
  noteRun(other: QueuedRun<unknown>): void {
    if (this.#position <= other.#position) this.#hasRun = true;
  }

  /**
   * Writes the variables, moves the random stream past the numbers that the run
   * drew, and returns the results. Only after {@linkcode wait}.
   *
   * @throws {Error} if a variable was disposed.
   */
  commit(): Result {
    this.#isReleased = true;
    const { firstVersion } = this.#inputs;
    const result = this.#owner.commit(this.#handles, firstVersion);
    this.advanceRandomState();
    return result;
  }

  /** Moves the random stream past the numbers that the run drew. */
  advanceRandomState(): void {
    if (this.#draws) setRandomState(this.#inputs.randomAfter);
  }

  /** Frees the outputs; variables and random stream stay as they are. */
  discard(): void {
    if (this.#isReleased) return;
    this.#isReleased = true;
    const free = () => this.#owner.discard(this.#handles);
    if (this.#isWaitedFor) this.#completion!.then(free, free);
    else free();
  }
}

/** A variable's value after the last of some runs that assigns it. */
export function valueAfter(
  runs: readonly QueuedRun<unknown>[],
  tensor: External,
): TensorValue | undefined {
  for (let i = runs.length - 1; i >= 0; i--) {
    const value = runs[i].valueOf(tensor);
    if (value) return value;
  }
  return undefined;
}
