/**
 * Digits that cannot be used: labels beyond 9, images without labels, too few
 * images to split. The message is one line, made to be shown to the user.
 */
export class DataError extends Error {
  /** `"DataError"`. */
  override name = "DataError";
}
