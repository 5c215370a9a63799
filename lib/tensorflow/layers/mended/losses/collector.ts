import { tf } from "../../../tfjs.ts";

/** The members of TensorFlow.js's engine that are used here. */
interface Scopes {
  /** Has the scope that is open free the tensor. */
  track(tensor: tf.Tensor): void;
}

/** The losses of activities that the step which runs has found. */
let found: tf.Tensor[] | undefined;

/** Runs a step in which activities count. */
export function collectLosses<Result>(step: () => Result): Result {
  const before = found;
  found = [];
  try {
    return step();
  } finally {
    takeLosses();
    found = before;
  }
}

/** Whether a step asks for the losses of activities. */
export function areLossesCollected(): boolean {
  return found !== undefined;
}

/** Adds a loss to those of the step. */
export function addLoss(loss: tf.Tensor): void {
  // A model within the model has a scope of its own, which must not free it
  loss.kept = true;
  found!.push(loss);
}

/** The losses that have been found, which belong to the scope from here on. */
export function takeLosses(): tf.Tensor[] {
  const losses = found?.splice(0) ?? [];
  for (const loss of losses) {
    loss.kept = false;
    (tf.engine() as unknown as Scopes).track(loss);
  }
  return losses;
}
