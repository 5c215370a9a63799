/**
 * A command's declaration, and how its arguments are read.
 *
 *     const given = readArguments(EVALUATE, Deno.args);
 *     given?.flags.views; // boolean
 *
 * @module
 */
import { parseArgs } from "node:util";
import { type Flag, UsageError } from "./flags.ts";

/** Flags by their names in camel case: `batchSize` is `--batch-size`. */
export type Flags = Readonly<Record<string, Flag<unknown>>>;

/** The values of flags. */
export type FlagValues<F extends Flags> = {
  readonly [K in keyof F]: ReturnType<F[K]["read"]>;
};

/**
 * A command of `deno task`: parsing, ranges, the types of the values, `--help` and
 * docs/commands.md all come from here.
 */
export interface Command<F extends Flags = Flags> {
  /** After `deno task`. */
  readonly name: string;
  /** The words that it takes besides flags, as usage shows them; none if left out. */
  readonly words?: string;
  /** What it does, in paragraphs. */
  readonly summary: string;
  readonly flags: F;
  /** What else there is to know, such as exit codes, in paragraphs. */
  readonly notes?: string;
}

/** What a command was given. */
export interface Arguments<F extends Flags> {
  readonly flags: FlagValues<F>;
  readonly words: readonly string[];
}

/**
 * Reads a command's arguments.
 *
 * @returns Undefined if `--help` is among them.
 * @throws {UsageError} in one line, for the first that is wrong.
 */
export function readArguments<F extends Flags>(
  command: Command<F>,
  args: readonly string[],
): Arguments<F> | undefined {
  const { given, words } = parse(command, args);
  if (given.help) return undefined;
  const values = Object.entries(command.flags).map(([key, flag]) => {
    const name = flagName(key);
    return [key, flag.read(name, given[name] ?? [])];
  });
  requireCompanions(command, given);
  return { flags: Object.fromEntries(values) as FlagValues<F>, words };
}

/** `batch-size` for `batchSize`. */
export function flagName(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** Values by the names of their flags, without dashes. */
type Given = Readonly<Record<string, readonly string[] | undefined>>;

function parse(
  { name, words, flags }: Command,
  args: readonly string[],
): { given: Given; words: readonly string[] } {
  const kinds = Object.fromEntries(
    Object.entries(flags).map(([key, { value }]) => [
      flagName(key),
      value === undefined ? "boolean" as const : "string" as const,
    ]),
  );
  const options = Object.fromEntries(
    Object.entries({ ...kinds, help: "boolean" as const })
      .map(([flag, type]) => [flag, { type, multiple: true as const }]),
  );
  try {
    const { values, positionals } = parseArgs({
      args: withNegativeValues(args, kinds),
      options,
      allowPositionals: words !== undefined,
      strict: true,
    });
    const given = Object.entries(values)
      .map(([flag, list]) => [flag, list?.map(String)]);
    return { given: Object.fromEntries(given), words: positionals };
  } catch (error) {
    throw new UsageError(
      `${
        firstSentence((error as Error).message)
      }; see deno task ${name} --help`,
      { cause: error },
    );
  }
}

/**
 * Joins `--epochs -1` to `--epochs=-1`: the message is then about the value, not about
 * an argument that could be a flag.
 */
function withNegativeValues(
  args: readonly string[],
  kinds: Readonly<Record<string, "string" | "boolean">>,
): string[] {
  const joined: string[] = [];
  for (const arg of args) {
    const flag = joined.at(-1) ?? "";
    const takesValue = flag.startsWith("--") &&
      kinds[flag.slice(2)] === "string";
    if (takesValue && /^-\d/.test(arg)) {
      joined[joined.length - 1] = `${flag}=${arg}`;
    } else joined.push(arg);
  }
  return joined;
}

/** `node:util` adds advice on arguments that begin with "-", which helps nobody here. */
function firstSentence(message: string): string {
  return message.split("\n")[0].split(". ")[0].replace(/\.$/, "");
}

/** @throws {UsageError} if a flag is given without one that it needs. */
function requireCompanions({ name, flags }: Command, given: Given): void {
  for (const [key, { needs }] of Object.entries(flags)) {
    if (!needs || !given[flagName(key)]) continue;
    const { flag, unless, reason } = needs;
    if (given[flag] || (unless !== undefined && given[unless])) continue;
    const end = reason === undefined ? "" : `; ${reason}`;
    throw new UsageError(
      `Cannot ${name}: --${
        flagName(key)
      } must come with --${flag}: it is missing${end}`,
    );
  }
}
