/** A function passed to `compile()` does something that can't be recorded. */
export class RecordingError extends Error {
  /** "RecordingError". */
  override name = "RecordingError";
}

/** The processor has no instructions for the precision asked for. */
export class PrecisionError extends RecordingError {
  /** "PrecisionError". */
  override name = "PrecisionError";
}
