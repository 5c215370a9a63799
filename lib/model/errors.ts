import { FileError, fileError } from "../files/errors.ts";

/**
 * A saved model that is missing, damaged or not what it should be, or one that
 * can't be saved. The message is one line, made to be shown to the user.
 */
export class ModelError extends Error {
  override name = "ModelError";
}

/** What to do where there is no model to use. */
export const ADVICE =
  'train a model with "deno task train" or name one with --model';

/**
 * Turns a failed file operation into a {@linkcode ModelError}; errors that are
 * not the file system's are returned unchanged.
 *
 * @param action What was tried, for example `Cannot read "x"`.
 * @param advice What to do next.
 */
export function modelFileError(
  action: string,
  error: unknown,
  advice: string,
): unknown {
  const converted = fileError(action, error);
  return converted instanceof FileError
    ? new ModelError(`${converted.message}; ${advice}`, { cause: error })
    : converted;
}
