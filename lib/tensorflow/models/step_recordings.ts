import type { Recording } from "../recording/calls/recording.ts";
import type { RecordingInfo } from "../recording/compile.ts";
import type { tf } from "../tfjs.ts";
import { difference, type ModelState, type StateEntry } from "./model_state.ts";

type StepRecording = Recording<tf.Tensor[]>;

/** How many shapes of batches are recorded; others run op by op. */
export const MAX_SHAPES = 16;

/**
 * A step's recordings by the batch's shapes. They hold as long as the model's
 * state is the same.
 */
export class StepRecordings {
  readonly #state: () => ModelState;
  /** Undefined after one call, null if it can't be recorded. */
  readonly #recordings = new Map<string, StepRecording | undefined | null>();
  #known: ModelState = [];
  /** How often a change of the state made recordings useless. */
  #changes = 0;

  /** @param state What the recordings depend on. */
  constructor(state: () => ModelState) {
    this.#state = state;
  }

  /**
   * The recording for a batch.
   *
   * @param record Records the step; it is called if a batch of these shapes was
   * seen before, and returns null if that is impossible.
   */
  find(
    signature: string,
    record: () => StepRecording | null,
  ): StepRecording | undefined {
    const isKnown = this.#recordings.has(signature);
    let recording = this.#recordings.get(signature);
    if (recording && !recording.captures.every(({ isAlive }) => isAlive)) {
      recording[Symbol.dispose]();
      recording = undefined;
    }
    if (isKnown && recording === undefined) {
      recording = record();
      this.#recordings.set(signature, recording);
    }
    return recording ?? undefined;
  }

  /** Whether a recording is still the one for a batch. */
  isCurrent(signature: string, recording: StepRecording | undefined): boolean {
    return this.#recordings.get(signature) === recording;
  }

  /**
   * Notes that a batch of these shapes ran op by op: the next one is recorded.
   *
   * @returns Whether there is room for its recording.
   */
  note(signature: string): boolean {
    // The first step creates the optimizer's variables
    this.#known = this.#state();
    if (this.#recordings.has(signature)) return true;
    if (this.#recordings.size >= MAX_SHAPES) return false;
    this.#recordings.set(signature, undefined);
    return true;
  }

  /**
   * Frees the recordings if the state changed.
   *
   * @returns What changed, and how often something has.
   */
  dropOutdated(): { changed: StateEntry; times: number } | undefined {
    const state = this.#state();
    const changed = difference(this.#known, state);
    if (!changed) return undefined;
    this.#known = state;
    if (this.#recordings.size === 0) return undefined;
    this.clear();
    return { changed, times: ++this.#changes };
  }

  /** The recordings that are kept. */
  list(): RecordingInfo[] {
    return Array.from(
      this.#recordings,
      ([signature, recording]) =>
        recording ? [{ signature, nodeCount: recording.nodeCount }] : [],
    ).flat();
  }

  /** Frees all recordings. */
  clear(): void {
    for (const recording of this.#recordings.values()) {
      recording?.[Symbol.dispose]();
    }
    this.#recordings.clear();
  }
}
