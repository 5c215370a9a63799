/**
 * Error of this library: data that is missing, damaged, or not what its place
 * promises. The message is one line, made to be shown to the user as it is.
 */
export class DataError extends Error {
  override name = "DataError";
}

/**
 * Turns a failed file operation into a {@linkcode DataError}; errors that are
 * not the file system's are returned unchanged.
 *
 * @param action What was tried, for example `Cannot read "x"`
 * @param error What the operation threw
 */
export function fileError(action: string, error: unknown): unknown {
  if (error instanceof DataError || !(error instanceof Error)) return error;
  const reason = REASONS.find(([type]) => error instanceof type)?.[1] ??
    systemReason(error);
  return reason === undefined
    ? error
    : new DataError(`${action}: ${reason}`, { cause: error });
}

const REASONS: [new (...args: never[]) => Error, string][] = [
  [
    Deno.errors.NotCapable,
    "Deno was not given the permission --allow-read or --allow-write for it",
  ],
  [Deno.errors.NotFound, "no such file or folder"],
  [Deno.errors.PermissionDenied, "permission denied"],
  [Deno.errors.NotADirectory, "part of the path is not a folder"],
  [Deno.errors.IsADirectory, "it is a folder"],
];

/** "No space left on device (os error 28)" → "no space left on device". */
function systemReason(error: Error): string | undefined {
  const found = /^(.*?) ?\(os error \d+\)/.exec(error.message);
  if (!found) return undefined;
  return found[1].charAt(0).toLowerCase() + found[1].slice(1);
}

/** A text from elsewhere, fit to be part of a message: one line, not too long. */
export function oneLine(text: string): string {
  const line = text.replace(/[\p{Cc}\u2028\u2029]+/gu, " ").trim();
  return line.length <= 300 ? line : `${line.slice(0, 300)}…`;
}
