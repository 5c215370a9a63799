/**
 * The kinds of flags that commands declare: the type of a flag's value, which values it
 * takes, and what `--help` says of it.
 *
 * @module
 */
import { resolve } from "node:path";

/** A flag that does not exist, a value it can't have, or a flag or word too few. */
export class UsageError extends Error {
  override name = "UsageError";
}

/** A flag of a command, with the type of its value. */
export interface Flag<T> {
  /** What stands for the value in `--help`, such as `DIR`; a switch has none. */
  readonly value?: string;
  readonly help: string;
  /** Allowed values, in words. */
  readonly range?: string;
  /** Default value, in words. */
  readonly otherwise?: string;
  readonly needs?: Need;
  /** Whether it may be given more than once. */
  readonly repeatable?: boolean;
  /**
   * @param name Without its dashes.
   * @param given The values, in order; one of any kind for a switch.
   * @throws {UsageError} in one line, if a value is not allowed.
   */
  readonly read: (name: string, given: readonly string[]) => T;
}

/** Another flag, without which a flag makes no sense. */
export interface Need {
  /** Without its dashes. */
  readonly flag: string;
  /** A flag that lifts the need. */
  readonly unless?: string;
  /** Ends the message. */
  readonly reason?: string;
}

interface FlagOptions<D> {
  readonly value: string;
  readonly help: string;
  /** Value if the flag is not given. */
  readonly default?: D;
  /** The default in words, if the command chooses it. */
  readonly otherwise?: string;
  readonly needs?: Need;
}

/** `--name`: true if given. */
export function switchFlag(
  { help, needs }: { readonly help: string; readonly needs?: Need },
): Flag<boolean> {
  return { help, needs, read: (_, given) => given.length > 0 };
}

/** `--name TEXT`. */
export function textFlag(
  options: FlagOptions<undefined>,
): Flag<string | undefined> {
  return valueFlag(options, (_, text) => text);
}

/** `--name DIR`: a path, as {@linkcode pathFrom} reads it. */
export function pathFlag(
  options: FlagOptions<undefined>,
): Flag<string | undefined> {
  return valueFlag(options, (name, text) => pathFrom(`--${name}`, text));
}

/** `--name N`: a whole number in a range. */
export function wholeNumberFlag<D extends number | undefined = undefined>(
  options: FlagOptions<D> & { readonly from: number; readonly to?: number },
): Flag<number | D> {
  const { from, to = Number.MAX_SAFE_INTEGER } = options;
  const range = to === Number.MAX_SAFE_INTEGER
    ? `of at least ${from}`
    : `from ${from} to ${to}`;
  const read = (name: string, text: string) => {
    const number = /^\d+$/.test(text) ? Number(text) : NaN;
    if (number >= from && number <= to) return number;
    throw new UsageError(
      `Cannot use --${name}: it must be a whole number ${range}: current value is "${text}"`,
    );
  };
  return { ...valueFlag(options, read), range: rangeText(from, options.to) };
}

/** `--name NUMBER`: a decimal number in a range. */
export function numberFlag<D extends number | undefined = undefined>(
  options: FlagOptions<D> & { readonly from: number; readonly to: number },
): Flag<number | D> {
  const { from, to } = options;
  const read = (name: string, text: string) => {
    const number = /^\d+(\.\d+)?$/.test(text) ? Number(text) : NaN;
    if (number >= from && number <= to) return number;
    throw new UsageError(
      `Cannot use --${name}: it must be a number from ${from} to ${to}: current value is "${text}"`,
    );
  };
  return { ...valueFlag(options, read), range: rangeText(from, to) };
}

/** `--name WORD`: one of several words. */
export function choiceFlag<W extends string>(
  words: readonly W[],
  options: FlagOptions<W> & { readonly default: NoInfer<W> },
): Flag<W>;
export function choiceFlag<W extends string>(
  words: readonly W[],
  options: FlagOptions<undefined>,
): Flag<W | undefined>;
export function choiceFlag<W extends string>(
  words: readonly W[],
  options: FlagOptions<W | undefined>,
): Flag<W | undefined> {
  const read = (name: string, text: string) => oneOf(name, text, words);
  return { ...valueFlag(options, read), range: words.join(", ") };
}

/** The same flag, any number of times; its values are in order. */
export function repeatable<T>(flag: Flag<T>): Flag<readonly NonNullable<T>[]> {
  const read = (name: string, given: readonly string[]) =>
    (given.length === 0
      ? [flag.read(name, [])]
      : given.map((text) => flag.read(name, [text])))
      .filter((value) => value !== undefined && value !== null);
  return { ...flag, repeatable: true, read };
}

/** The last value counts. */
function valueFlag<T, D>(
  { value, help, default: fallback, otherwise, needs }: FlagOptions<D>,
  read: (name: string, text: string) => T,
): Flag<T | D> {
  return {
    value,
    help,
    needs,
    otherwise: fallback === undefined ? otherwise : String(fallback),
    read: (name, given) =>
      given.length === 0 ? fallback as D : read(name, given.at(-1)!),
  };
}

function rangeText(from: number, to: number | undefined): string {
  const [low, high] = [from, to].map((number) => number?.toLocaleString("en"));
  return high === undefined ? `at least ${low}` : `${low} to ${high}`;
}

/**
 * The word that is given.
 *
 * @throws {UsageError} if it is none of those allowed.
 */
export function oneOf<T extends string>(
  flag: string,
  value: string,
  words: readonly T[],
): T {
  const found = words.find((word) => word === value);
  if (found !== undefined) return found;
  throw new UsageError(
    `Cannot use --${flag}: it must be ${
      words.join(" or ")
    }: current value is "${value}"`,
  );
}

/**
 * A path that was given as a flag's value or as a word. A relative one starts where the
 * user is: `deno task` runs commands in the project's folder and keeps the user's in
 * `INIT_CWD`.
 *
 * @param origin As the user knows it, for messages: `--data`.
 * @throws {UsageError} if it is empty.
 */
export function pathFrom(
  origin: string,
  value: string,
  start: string | undefined = Deno.env.get("INIT_CWD"),
): string {
  if (value === "") {
    throw new UsageError(
      `Cannot use ${origin}: it must name a file or a folder: it is empty`,
    );
  }
  return start === undefined || start === Deno.cwd()
    ? value
    : resolve(start, value);
}
