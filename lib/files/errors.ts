/**
 * A file or folder that cannot be read or written, or does not hold what it
 * should. The message is one line, made to be shown to the user.
 */
export class FileError extends Error {
  /** `"FileError"`, or a subclass's name. */
  override name = "FileError";
}

/**
 * Turns what the file system threw into a {@linkcode FileError}; returns any
 * other error unchanged.
 *
 * @param action What failed, for example `Cannot read "x"`
 * @param error What the operation threw
 */
export function fileError(action: string, error: unknown): unknown {
  if (error instanceof FileError || !(error instanceof Error)) return error;
  const reason = REASONS.find(([type]) => error instanceof type)?.[1] ??
    systemReason(error);
  return reason === undefined
    ? error
    : new FileError(`${action}: ${reason}`, { cause: error });
}

/**
 * As {@linkcode fileError}, with the caller's own class of errors; a
 * {@linkcode FileError} is turned into one too.
 *
 * @param type The class, for example `ModelError`
 * @param advice What to do next, added to the message
 */
export function fileErrorAs(
  type: new (message: string, options?: ErrorOptions) => Error,
  action: string,
  error: unknown,
  advice?: string,
): unknown {
  const converted = fileError(action, error);
  if (!(converted instanceof FileError)) return converted;
  const { message } = converted;
  return new type(advice === undefined ? message : `${message}; ${advice}`, {
    cause: error,
  });
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

/** Makes a text from elsewhere fit into a message: one line, at most 300 letters. */
export function oneLine(text: string): string {
  const line = text.replace(/[\p{Cc}\u2028\u2029]+/gu, " ").trim();
  return line.length <= 300 ? line : `${line.slice(0, 300)}…`;
}
