import { RecordingError } from "../backend/errors.ts";
import type { TensorFlowBackend } from "../backend/mod.ts";
import { Recording } from "../recording/calls/recording.ts";
import type { Structure } from "../recording/structure.ts";
import type { tf } from "../tfjs.ts";
import {
  describe,
  difference,
  type Model,
  type ModelState,
} from "./model_state.ts";

/** A step of a model: losses and metrics of a batch, or its outputs. */
export type Step<In> = (batch: In) => tf.Tensor[];

/** What a step's recording depends on. */
export interface StepModel {
  readonly model: Model;
  /** What the step computes with at present. */
  readonly state: () => ModelState;
  /** Names what is recorded, in messages. */
  readonly label: string;
}

/**
 * Records a step of a model. What the step changes in JavaScript is as before
 * afterwards.
 *
 * @param tensors Those of the batch, in order.
 * @throws {RecordingError | TensorFlowError} if it can't be recorded.
 */
export function recordStep<In extends Structure>(
  backend: TensorFlowBackend,
  { model, state, label }: StepModel,
  step: Step<In>,
  batch: In,
  tensors: readonly tf.Tensor[],
): Recording<tf.Tensor[]> {
  const before = state();
  const steps = () => model.optimizer_?.iterations_ ?? 0;
  const stepsBefore = steps();
  const restore = backUp(model, before);
  const traced = (batch: In) => {
    const results = step(batch);
    // They belong to the recording, which disposes them
    for (const result of results) result.kept = false;
    if (steps() !== stepsBefore) {
      throw new RecordingError(
        "Cannot record a step: the optimizer must count it by incrementIterations() of tf.Optimizer: it sets iterations_ itself",
      );
    }
    const changed = difference(before, state());
    if (!changed) return results;
    throw new RecordingError(
      `Cannot record a step: what it computes with must stay as it is, or be a variable: ${
        describe(changed)
      } changes at each step`,
    );
  };
  try {
    const options = { warnsIfAbandoned: false, label };
    return new Recording(backend, traced, tensors, [batch], options);
  } finally {
    restore();
  }
}

/** Notes what recording changes in JavaScript; the result undoes it. */
function backUp(model: Model, state: ModelState): () => void {
  const optimizer = model.optimizer_;
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
