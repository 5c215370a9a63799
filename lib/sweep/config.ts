/** What a sweep's configuration file may say. @module */
import { FileError, fileError, oneLine } from "../files/errors.ts";
import { readSmallFile } from "../files/small_file.ts";
import {
  anyOf,
  type Check,
  isObject,
  list,
  mapOf,
  must,
  object,
  oneOf,
  optional,
  positive,
  text,
  whole,
} from "../files/json_checks.ts";
import { SweepError } from "./errors.ts";

/** Changes to a recipe: values by dotted paths; null takes the field away. */
export type Changes = Readonly<Record<string, unknown>>;

/** Where a random number is drawn from. */
export interface Range {
  readonly from: number;
  readonly to: number;
  /** Evenly over the numbers, or over their logarithms. Default linear. */
  readonly scale?: "linear" | "log";
  /** Rounded to whole numbers. */
  readonly whole?: boolean;
}

/** One setting with a name of its own. */
export interface NamedVariant {
  readonly name: string;
  /** Default: the sweep's. */
  readonly recipe?: string;
  readonly set?: Changes;
}

/** The file's content. */
export interface SweepConfig {
  /** The recipe that the changes start from. */
  readonly recipe: string;
  /**
   * The set that trials are scored on: training images held out one by one, or by
   * who wrote them; `test` is for final tables alone.
   */
  readonly split: "validation" | "writers" | "test";
  /** Each setting is trained once with each. */
  readonly seeds: readonly number[];
  /** Changes to every trial's recipe. */
  readonly set?: Changes;
  /** Settings one by one. */
  readonly variants?: readonly NamedVariant[];
  /** Every combination of these values. */
  readonly grid?: Readonly<Record<string, readonly unknown[]>>;
  /** Settings drawn at random. */
  readonly random?: {
    readonly trials: number;
    readonly seed: number;
    /** A list is drawn from evenly. */
    readonly vary: Readonly<Record<string, Range | readonly unknown[]>>;
  };
  /** Uses only the first so many images of each set. */
  readonly limit?: number;
}

const seed = whole(0, 2 ** 32 - 1);
const finite = must("a number", (value) => Number.isFinite(value));
/** Values of recipes are flat; how deep the others are is not worth following. */
const MAX_DEPTH = 8;
const value = must(
  `a value of at most ${MAX_DEPTH} levels`,
  (each) => depthWithin(each, MAX_DEPTH),
);
const choices = list(value);
/** Keys by which a recipe's fields are named: `schedule.peak`. */
const byPaths = (item: Check) =>
  mapOf(item, {
    keys: /^[a-z]\w{0,29}(\.[a-z]\w{0,29}){0,4}$/i,
    most: 100,
  });
const range: Check = (value, path) =>
  object<Range>({
    from: finite,
    to: finite,
    scale: optional(oneOf("linear", "log")),
    whole: optional(must("true or false", (v) => typeof v === "boolean")),
  })(value, path) ?? checkEnds(value as Range, path);

function checkEnds({ from, to, scale }: Range, path: string) {
  return (scale === "log" ? positive(from, `${path}.from`) : undefined) ??
    must(`more than from, ${from}`, (v) => v as number > from)(
      to,
      `${path}.to`,
    );
}

/** Each trial takes minutes. */
const MAX_TRIALS = 10_000;
const changes = byPaths(value);

const checkConfig = object<SweepConfig>({
  recipe: text,
  split: oneOf("validation", "writers", "test"),
  seeds: list(seed, 1, MAX_TRIALS),
  set: optional(changes),
  variants: optional(list(object<NamedVariant>({
    name: text,
    recipe: optional(text),
    set: optional(changes),
  }))),
  grid: optional(byPaths(choices)),
  random: optional(object<NonNullable<SweepConfig["random"]>>({
    trials: whole(1, MAX_TRIALS),
    seed,
    vary: byPaths(anyOf(choices, range)),
  })),
  limit: optional(whole(12, 60_000)),
});

/** Hundreds of times what a configuration needs. */
const MAX_BYTES = 1024 * 1024;

/**
 * Reads a configuration's file.
 *
 * @throws {SweepError} if it can't be read, naming the first key that is wrong.
 */
export async function readConfig(path: string): Promise<SweepConfig> {
  const action = `Cannot read sweep "${path}"`;
  try {
    const bytes = await readSmallFile(path, MAX_BYTES, action);
    return parseConfig(new TextDecoder().decode(bytes), path);
  } catch (error) {
    const converted = fileError(action, error);
    throw converted instanceof FileError
      ? new SweepError(converted.message, { cause: error })
      : converted;
  }
}

/**
 * Reads a configuration.
 *
 * @param json The file's text.
 * @param path Its place, for messages.
 * @throws {SweepError} naming the first key that is wrong.
 */
export function parseConfig(json: string, path: string): SweepConfig {
  const reject = (fault: string): never => {
    throw new SweepError(`Cannot use sweep "${path}": ${oneLine(fault)}`);
  };
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    reject(`it must be JSON: ${(error as Error).message}`);
  }
  if (!isObject(value)) reject("it must be an object of JSON");
  const fault = checkConfig(value, "");
  if (fault !== undefined) reject(fault);
  const config = value as unknown as SweepConfig;
  const ways = (["variants", "grid", "random"] as const)
    .filter((way) => config[way] !== undefined);
  if (ways.length > 1) {
    reject(
      `one of variants, grid and random must be there: ${ways.join(", ")} are`,
    );
  }
  if (new Set(config.seeds).size < config.seeds.length) {
    reject(`seeds must differ: current value is [${config.seeds}]`);
  }
  const trials = settingsOf(config) * config.seeds.length;
  if (trials > MAX_TRIALS) {
    reject(
      `it must have at most ${MAX_TRIALS} trials: current value is ${trials}`,
    );
  }
  return config;
}

/** How many there are, before any is made. */
function settingsOf({ variants, grid, random }: SweepConfig): number {
  if (variants) return variants.length;
  if (random) return random.trials;
  return Object.values(grid ?? {})
    .reduce((product, values) => product * values.length, 1);
}

function depthWithin(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return true;
  return levels > 0 &&
    Object.values(value).every((each) => depthWithin(each, levels - 1));
}
