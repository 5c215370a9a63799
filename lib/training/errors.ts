/**
 * A checkpoint that can't be read or written, or that is not of the run that
 * is to go on. The message is one line, made to be shown to the user.
 */
export class CheckpointError extends Error {
  override name = "CheckpointError";
}

/** A checkpoint that is not as it was written; the one before it may be whole. */
export class DamagedCheckpointError extends CheckpointError {
  override name = "DamagedCheckpointError";
}

/**
 * Teachers or soft targets that can't be learned from. The message is one line, made to be shown to the
 * user.
 */
export class TeacherError extends Error {
  override name = "TeacherError";
}

/**
 * Training that came to a loss or weights that are not finite numbers. The
 * message is one line and says where, and at which learning rate.
 */
export class DivergenceError extends Error {
  override name = "DivergenceError";
}
