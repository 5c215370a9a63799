/**
 * Flags of the commands: what `node:util` parses, checked and typed.
 *
 * @module
 */
import { resolve } from "node:path";
import { parseArgs, type ParseArgsConfig } from "node:util";

/** A flag that does not exist, or a value that it can't have. */
export class UsageError extends Error {
  override name = "UsageError";
}

type Options = NonNullable<ParseArgsConfig["options"]>;

/**
 * Parses flags; each takes a value, but for those of type "boolean".
 *
 * @param usage Where the message sends the user, for example `deno task train`.
 * @throws {UsageError} with one line.
 */
export function parseFlags<O extends Options>(
  args: string[],
  options: O,
  usage: string,
  allowPositionals = false,
) {
  try {
    return parseArgs({
      args: withNegativeValues(args, options),
      options,
      allowPositionals,
      strict: true,
    });
  } catch (error) {
    throw new UsageError(
      `${firstSentence((error as Error).message)}; see ${usage} --help`,
      { cause: error },
    );
  }
}

/**
 * Joins `--epochs -1` to `--epochs=-1`: what is wrong is then said of the value,
 * instead of an argument that could be a flag.
 */
function withNegativeValues(args: string[], options: Options): string[] {
  const joined: string[] = [];
  for (const arg of args) {
    const flag = joined.at(-1) ?? "";
    const takesValue = options[flag.slice(2)]?.type === "string";
    if (flag.startsWith("--") && takesValue && /^-\d/.test(arg)) {
      joined[joined.length - 1] = `${flag}=${arg}`;
    } else joined.push(arg);
  }
  return joined;
}

/** What `node:util` adds about arguments that begin with "-" helps nobody here. */
function firstSentence(message: string): string {
  return message.split("\n")[0].split(". ")[0].replace(/\.$/, "");
}

/**
 * A whole number from a flag, or undefined if it was not given.
 *
 * @throws {UsageError} if the value is not a whole number of at least `least`.
 */
export function wholeNumber(
  flag: string,
  value: string | undefined,
  least: number,
  most: number = Number.MAX_SAFE_INTEGER,
): number | undefined {
  if (value === undefined) return undefined;
  const number = /^\d+$/.test(value) ? Number(value) : NaN;
  if (number >= least && number <= most) return number;
  const range = most === Number.MAX_SAFE_INTEGER
    ? `of at least ${least}`
    : `from ${least} to ${most}`;
  throw new UsageError(
    `Cannot use --${flag}: it must be a whole number ${range}: current value is "${value}"`,
  );
}

/**
 * One of several words from a flag, or undefined if it was not given.
 *
 * @throws {UsageError} if the value is none of them.
 */
export function oneOf<T extends string>(
  flag: string,
  value: string | undefined,
  words: readonly T[],
): T | undefined {
  if (value === undefined) return undefined;
  const found = words.find((word) => word === value);
  if (found !== undefined) return found;
  throw new UsageError(
    `Cannot use --${flag}: it must be ${
      words.join(" or ")
    }: current value is "${value}"`,
  );
}

/**
 * A path from a flag or a word, or undefined if it was not given. A relative one
 * starts where the user is: `deno task` runs commands in the project's folder and
 * keeps the user's in `INIT_CWD`.
 *
 * @param origin As the user knows it, for messages: `--data`.
 * @throws {UsageError} if it is empty.
 */
export function pathFrom(
  origin: string,
  value: string | undefined,
  start: string | undefined = Deno.env.get("INIT_CWD"),
): string | undefined {
  if (value === "") {
    throw new UsageError(
      `Cannot use ${origin}: it must name a file or a folder: it is empty`,
    );
  }
  return value === undefined || start === undefined || start === Deno.cwd()
    ? value
    : resolve(start, value);
}
