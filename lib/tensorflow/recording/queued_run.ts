import type { OperationQueue } from "../eager/operation_queue.ts";
import {
  type RandomState,
  randomState,
  setRandomState,
} from "../random/seed.ts";
import type { ExternalTensor, TensorValue } from "./external_tensor.ts";
import type { Handles } from "./named_function.ts";

/** The recorded function that a run belongs to. */
export interface RunOwner<Result> {
  /** Names a run in messages. */
  readonly description: string;
  /** The index of the output with the fewest elements; −1 without outputs. */
  readonly smallestOutput: number;
  /** The tensors and variables that a run reads from outside, in order. */
  readonly captures: readonly ExternalTensor[];
  /** The index of the output that becomes a variable's next value, if any. */
  outputOf(tensor: ExternalTensor): number | undefined;
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

/** A run in TensorFlow's queue; it changes nothing until it is committed. */
export class QueuedRun<Result> {
  readonly #owner: RunOwner<Result>;
  readonly #queue: OperationQueue;
  readonly #handles: Handles;
  readonly #inputs: RunInputs;
  #completion: Promise<void> | undefined;
  /** Whether TensorFlow is known to have run it. */
  hasRun = false;

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

  /** The state of the random stream after the run. */
  get randomAfter(): RandomState {
    return this.#inputs.randomAfter;
  }

  /** A variable's value after the run, if the run assigns it. */
  valueOf(tensor: ExternalTensor): TensorValue | undefined {
    const output = this.#owner.outputOf(tensor);
    if (output === undefined) return undefined;
    const version = this.#inputs.firstVersion + output;
    return { handle: this.#handles[output], version };
  }

  /** Whether a run that starts now would read the same values. */
  get isStillValid(): boolean {
    const { captureVersions, randomBefore } = this.#inputs;
    const { seed, draws } = randomState();
    return randomBefore.seed === seed && randomBefore.draws === draws &&
      this.#owner.captures.every((tensor, index) =>
        tensor.isAlive && tensor.value.version === captureVersions[index]
      );
  }

  /** Moves the random stream past the numbers that the run drew. */
  advanceRandomState(): void {
    setRandomState(this.#inputs.randomAfter);
  }

  /**
   * Resolves when TensorFlow has run it.
   *
   * @throws {TensorFlowError} if TensorFlow fails.
   */
  wait(): Promise<void> {
    const { description, smallestOutput } = this.#owner;
    // Waiting copies the output to host memory
    const output = this.#handles.at(smallestOutput);
    return this.#completion ??= this.#queue.wait(output, () => description);
  }

  /**
   * Writes the variables and returns the results.
   *
   * @throws {Error} if a variable was disposed.
   */
  commit(): Result {
    return this.#owner.commit(this.#handles, this.#inputs.firstVersion);
  }

  /** Frees the outputs; variables and random stream stay as they are. */
  discard(): void {
    const free = () => this.#owner.discard(this.#handles);
    // While it is waited for, another thread uses one of the handles
    if (this.#completion && !this.hasRun) this.#completion.then(free, free);
    else free();
  }
}
