import { tensorFlowBackend } from "../backend/active.ts";
import { isDebugging } from "../backend/engine_state.ts";
import { RecordingError } from "../backend/errors.ts";
import type { TensorFlowBackend } from "../backend/mod.ts";
import type { RandomState } from "../random/seed.ts";
import { CallQueue } from "../recording/calls/call_queue.ts";
import type { PendingCall } from "../recording/calls/pending_call.ts";
import type { RecordingInfo } from "../recording/compile.ts";
import { Recording } from "../recording/calls/recording.ts";
import { flatten, type Structure } from "../recording/structure.ts";
import { tf } from "../tfjs.ts";
import {
  describe,
  difference,
  type Model,
  type ModelState,
} from "./model_state.ts";

/** The batch that a model's function takes; what is left out is null. */
export type Batch = readonly (tf.Tensor | null)[];

/** A step of a model: losses and metrics of a batch, or its outputs. */
export type Step<In = Batch> = (batch: In) => tf.Tensor[];

/** What a {@linkcode ModelFunction} does. */
export interface ModelFunctionOptions {
  /** For messages: `train`. */
  readonly verb: string;
  /** What its recordings depend on. */
  readonly state: (model: Model) => ModelState;
}

/** A way to run a step. */
interface Run {
  /** The recording; without one the step runs op by op. */
  readonly recording?: Recording<tf.Tensor[]>;
  readonly tensors: readonly tf.Tensor[];
  readonly signature: string;
}

/** How many shapes of batches are recorded; others run op by op. */
const MAX_SHAPES = 16;

/** After so many recordings that a change made useless, a line says so. */
const MAX_CHANGES = 8;

/**
 * A step of a model. It runs op by op the first time that a batch has its
 * shapes, and is recorded the second time. Where it can't be recorded, it runs
 * op by op and says once why.
 */
export class ModelFunction<In extends Structure = Batch> {
  readonly #model: Model;
  readonly #name: () => string;
  readonly #options: ModelFunctionOptions;
  /** By shapes; undefined after one call, null if it can't be recorded. */
  readonly #recordings = new Map<
    string,
    Recording<tf.Tensor[]> | undefined | null
  >();
  /** Why it runs op by op, while nobody has been told yet. */
  readonly #reasons: string[] = [];
  readonly #said = new Set<string>();
  readonly #calls = new CallQueue<tf.Tensor[]>();
  #state: ModelState = [];
  #changes = 0;

  /** @param name The model's name for messages. */
  constructor(model: Model, name: () => string, options: ModelFunctionOptions) {
    this.#model = model;
    this.#name = name;
    this.#options = options;
  }

  /**
   * Runs a step.
   *
   * @throws {unknown} what the step throws op by op.
   */
  call(step: Step<In>, batch: In): tf.Tensor[] {
    const { recording, tensors, signature } = this.#find(step, batch);
    if (recording) return recording.call(tensors);
    const result = step(batch);
    this.#ranOpByOp(signature);
    return result;
  }

  /** {@linkcode call} for a step that is asynchronous op by op. */
  async callAsync(
    step: Step<In>,
    batch: In,
    opByOp: () => Promise<tf.Tensor[]>,
  ): Promise<tf.Tensor[]> {
    const { recording, tensors, signature } = this.#find(step, batch);
    if (recording) return recording.call(tensors);
    const result = await opByOp();
    this.#ranOpByOp(signature);
    return result;
  }

  /**
   * Where the random stream will be when the pending steps have taken effect;
   * undefined if they have yet to run.
   */
  get randomAhead(): RandomState | undefined {
    return this.#calls.randomAhead;
  }

  /**
   * Queues a step, which takes effect when it is finished.
   *
   * @param draws How many random keys the caller draws just before. Default 0.
   */
  begin(step: Step<In>, batch: In, draws = 0): PendingCall<tf.Tensor[]> {
    let run: Run;
    return this.#calls.begin({
      find: () => {
        run = this.#find(step, batch);
        const { recording, tensors } = run;
        return recording && { recording, tensors };
      },
      isCurrent: () => {
        this.#dropOutdated();
        return this.#recordings.get(run.signature) === run.recording;
      },
      runOpByOp: () => {
        const result = tf.tidy(() => step(batch));
        this.#ranOpByOp(run.signature);
        return result;
      },
    }, draws);
  }

  #find(step: Step<In>, batch: In): Run {
    const backend = tensorFlowBackend();
    if (
      !backend || backend.binding.recorder || isDebugging() ||
      tf.engine().state.gradientDepth > 0
    ) return { tensors: [], signature: "" };
    const { tensors, signature } = flatten(batch, "a batch");
    this.#dropOutdated();
    const isKnown = this.#recordings.has(signature);
    let recording = this.#recordings.get(signature);
    if (recording && !recording.captures.every(({ isAlive }) => isAlive)) {
      recording[Symbol.dispose]();
      recording = undefined;
    }
    if (isKnown && recording === undefined) {
      recording = this.#record(backend, step, batch, tensors);
      this.#recordings.set(signature, recording);
    }
    return { recording: recording ?? undefined, tensors, signature };
  }

  #ranOpByOp(signature: string): void {
    if (signature === "") return;
    if (!this.#recordings.has(signature)) {
      if (this.#recordings.size < MAX_SHAPES) {
        this.#recordings.set(signature, undefined);
      } else this.#say(`its batches have more than ${MAX_SHAPES} shapes`);
    }
    // The first step creates the optimizer's variables
    this.#state = this.#options.state(this.#model);
    this.#sayReasons();
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

  /** Frees the recordings if something changed that they depend on. */
  #dropOutdated(): void {
    const state = this.#options.state(this.#model);
    const changed = difference(this.#state, state);
    if (!changed) return;
    this.#state = state;
    if (this.#recordings.size === 0) return;
    this.clear();
    if (++this.#changes < MAX_CHANGES) return;
    this.#say(`${describe(changed)} keeps changing`);
  }

  #record(
    backend: TensorFlowBackend,
    step: Step<In>,
    batch: In,
    tensors: tf.Tensor[],
  ): Recording<tf.Tensor[]> | null {
    const before = this.#state;
    const steps = () => this.#model.optimizer_?.iterations_ ?? 0;
    const stepsBefore = steps();
    const undo = this.#backUp();
    const traced = (batch: In) => {
      const results = step(batch);
      // They belong to the recording, which disposes them
      for (const result of results) result.kept = false;
      if (steps() !== stepsBefore) {
        throw new RecordingError(
          "Cannot record a step: the optimizer must count it by incrementIterations() of tf.Optimizer: it sets iterations_ itself",
        );
      }
      const changed = difference(before, this.#options.state(this.#model));
      if (!changed) return results;
      throw new RecordingError(
        `Cannot record a step: what it computes with must stay as it is, or be a variable: ${
          describe(changed)
        } changes at each step`,
      );
    };
    try {
      return new Recording(backend, traced, tensors, [batch], {
        warnsIfAbandoned: false,
        label: `how model "${this.#name()}" ${this.#options.verb}`,
      });
    } catch (error) {
      this.#reasons.push(error instanceof Error ? error.message : `${error}`);
      return null;
    } finally {
      undo();
    }
  }

  /** Says why it runs op by op, unless that fails, too. */
  #sayReasons(): void {
    for (const reason of this.#reasons.splice(0)) this.#say(reason);
  }

  #say(reason: string): void {
    if (this.#said.has(reason)) return;
    this.#said.add(reason);
    console.warn(
      `Model "${this.#name()}" ${this.#options.verb} op by op: ${reason}`,
    );
  }

  /** Notes what recording changes in JavaScript; the result undoes it. */
  #backUp(): () => void {
    const optimizer = this.#model.optimizer_;
    const state = this.#state;
    const iterations = optimizer?.iterations_;
    const lists = Object.values(optimizer ?? {}).flatMap((value) =>
      Array.isArray(value) ? [{ list: value, items: [...value] }] : []
    );
    return () => {
      for (const { owner, key, value } of state) {
        if (typeof value === "object" || typeof value === "function") continue;
        if (key in owner && !Object.is(owner[key], value)) owner[key] = value;
      }
      for (const { list, items } of lists) {
        list.splice(0, list.length, ...items);
      }
      if (optimizer) optimizer.iterations_ = iterations;
    };
  }
}
