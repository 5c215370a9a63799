/**
 * A sweep's configuration or folder that can't be used. The message is one line,
 * made to be shown to the user.
 */
export class SweepError extends Error {
  override name = "SweepError";
}
