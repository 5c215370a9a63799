import { tensorFlowBackend } from "../backend/active.ts";
import { isDebugging } from "../backend/engine_state.ts";
import type { RandomState } from "../random/seed.ts";
import { CallQueue } from "../recording/calls/call_queue.ts";
import type { PendingCall } from "../recording/calls/pending_call.ts";
import type { Recording } from "../recording/calls/recording.ts";
import type { RecordingInfo } from "../recording/compile.ts";
import { flatten, type Structure } from "../recording/structure.ts";
import { tf } from "../tfjs.ts";
import { describe, type Model, type ModelState } from "./model_state.ts";
import { OpByOpReasons } from "./op_by_op_reasons.ts";
import { recordStep, type Step as StepOf } from "./record_step.ts";
import { MAX_SHAPES, StepRecordings } from "./step_recordings.ts";

/** The batch that a model's function takes; what is left out is null. */
export type Batch = readonly (tf.Tensor | null)[];

/** A step of a model: losses and metrics of a batch, or its outputs. */
export type Step<In = Batch> = StepOf<In>;

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
  /** The batch's shapes; empty if the step mustn't be recorded. */
  readonly signature: string;
}

/** After so many changes that made recordings useless, a line says so. */
const MAX_CHANGES = 8;

/**
 * A step of a model. It runs op by op the first time that a batch has its
 * shapes, and is recorded the second time. Where it can't be recorded, it runs
 * op by op and says once why.
 */
export class ModelFunction<In extends Structure = Batch> {
  readonly #model: Model;
  readonly #name: () => string;
  readonly #verb: string;
  readonly #state: () => ModelState;
  readonly #recordings: StepRecordings;
  readonly #reasons: OpByOpReasons;
  readonly #calls = new CallQueue<tf.Tensor[]>();

  /** @param name The model's name for messages. */
  constructor(
    model: Model,
    name: () => string,
    { verb, state }: ModelFunctionOptions,
  ) {
    this.#model = model;
    this.#name = name;
    this.#verb = verb;
    this.#state = () => state(model);
    this.#recordings = new StepRecordings(this.#state);
    this.#reasons = new OpByOpReasons(() => `Model "${name()}" ${verb}`);
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
        return this.#recordings.isCurrent(run.signature, run.recording);
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
    const recording = this.#recordings.find(signature, () => {
      const model = this.#model;
      const label = `how model "${this.#name()}" ${this.#verb}`;
      const stepModel = { model, state: this.#state, label };
      try {
        return recordStep(backend, stepModel, step, batch, tensors);
      } catch (error) {
        this.#reasons.add(error);
        return null;
      }
    });
    return { recording, tensors, signature };
  }

  #ranOpByOp(signature: string): void {
    if (signature === "") return;
    if (!this.#recordings.note(signature)) {
      this.#reasons.tell(`its batches have more than ${MAX_SHAPES} shapes`);
    }
    this.#reasons.tellAll();
  }

  #dropOutdated(): void {
    const dropped = this.#recordings.dropOutdated();
    if (!dropped || dropped.times < MAX_CHANGES) return;
    this.#reasons.tell(`${describe(dropped.changed)} keeps changing`);
  }

  /** The recordings that are kept. */
  list(): RecordingInfo[] {
    return this.#recordings.list();
  }

  /** Frees all recordings. */
  clear(): void {
    this.#recordings.clear();
  }
}
