/**
 * A configuration or folder of a sweep that can't be used. The message is one line, made
 * to be shown to the user.
 */
export class SweepError extends Error {
  override name = "SweepError";
}
