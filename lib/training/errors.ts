/**
 * A checkpoint that can't be read or written, or is of another run. The message is
 * one line, made to be shown to the user.
 */
export class CheckpointError extends Error {
  override name = "CheckpointError";
}

/** A run that is resumed, but was trained to its end: nothing is left to do. */
export class FinishedRunError extends CheckpointError {
  override name = "FinishedRunError";
}

/** A checkpoint whose content has changed; an earlier one may be intact. */
export class DamagedCheckpointError extends CheckpointError {
  override name = "DamagedCheckpointError";
}

/**
 * Teachers or soft targets that can't be learned from. The message is one line, made
 * to be shown to the user.
 */
export class TeacherError extends Error {
  override name = "TeacherError";
}

/**
 * A loss or weight that is NaN or infinite. The message is one line; it says in which
 * step, and at which learning rate.
 */
export class DivergenceError extends Error {
  override name = "DivergenceError";
}
