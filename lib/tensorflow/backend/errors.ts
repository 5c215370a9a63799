/** A function passed to `compile()` does something that can't be recorded. */
export class RecordingError extends Error {
  /** "RecordingError". */
  override name = "RecordingError";
}
