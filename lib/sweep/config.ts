/** What a sweep's configuration file may say. @module */
import * as v from "valibot";
import { fileErrorAs } from "../files/errors.ts";
import {
  boolean,
  fieldMust,
  levels,
  list,
  mapOf,
  number,
  parseJson,
  type Schema,
  strictObject,
  text,
  whole,
} from "../files/json.ts";
import { readSmallFile } from "../files/small_file.ts";
import { SweepError } from "./errors.ts";

/** Each trial takes minutes. */
const MAX_TRIALS = 10_000;
const MAX_KEYS = 100;

const seed = whole(0, 2 ** 32 - 1);
const name = text(1, 200);
/** No recipe has a value that is nested as deeply. */
const value = levels(8);
const choices = list(value, 1);

const range = v.pipe(
  strictObject({
    from: number(),
    to: number(),
    /** Uniform over the numbers or over their logarithms. Default linear. */
    scale: v.optional(v.picklist(["linear", "log"])),
    /** Whether numbers are rounded to whole ones. */
    whole: v.optional(boolean),
  }),
  fieldMust(
    "from",
    ({ from, scale }) =>
      scale === "log" && from <= 0 ? "a number above 0" : undefined,
  ),
  fieldMust(
    "to",
    ({ from, to }) => to > from ? undefined : `more than from, ${from}`,
  ),
);

/** The range that a random number is drawn from. */
export type Range = Readonly<v.InferOutput<typeof range>>;

/** An object whose keys are paths of a recipe's fields: `schedule.peak`. */
function byPath<T>(item: Schema<T>): Schema<Record<string, T>> {
  const pattern = /^[a-z]\w{0,29}(\.[a-z]\w{0,29}){0,4}$/i;
  return v.pipe(
    mapOf(item, { pattern, example: "schedule.peak" }),
    v.maxEntries(
      MAX_KEYS,
      ({ received }) =>
        `must have at most ${MAX_KEYS} keys: current value is ${received}`,
    ),
  );
}

const changes = byPath(value);

/** Changes to a recipe: new values by the paths of the fields; null removes a field. */
export type Changes = Readonly<v.InferOutput<typeof changes>>;

const configSchema = strictObject({
  /** The recipe that the changes start from. */
  recipe: name,
  /**
   * The set that trials are scored on: training images that are held out at random, or
   * by who wrote them, or the test set, which is for final tables only.
   */
  split: v.picklist(["validation", "writers", "test"]),
  /** Each setting is trained once with each seed. */
  seeds: v.pipe(
    list(seed, 1, MAX_TRIALS),
    v.check(
      (seeds) => new Set(seeds).size === seeds.length,
      ({ input }) => `must differ: current value is [${input}]`,
    ),
  ),
  /** Changes to every trial's recipe. */
  set: v.optional(changes),
  /** Settings with names. */
  variants: v.optional(list(
    strictObject({
      name,
      /** Default: the sweep's. */
      recipe: v.optional(name),
      set: v.optional(changes),
    }),
    1,
  )),
  /** Values by paths; every combination is a setting. */
  grid: v.optional(byPath(choices)),
  /** Random settings. */
  random: v.optional(strictObject({
    trials: whole(1, MAX_TRIALS),
    seed,
    /** A list of values, each as likely, or a range. */
    vary: byPath(
      v.lazy((input): Schema<Range | unknown[]> =>
        Array.isArray(input) ? choices : range
      ),
    ),
  })),
  /** Number of images of each set, the first ones. Default all. */
  limit: v.optional(whole(12, 60_000)),
});

/** The content of a sweep's configuration file. */
export type SweepConfig = Readonly<v.InferOutput<typeof configSchema>>;

/** Hundreds of times the size of ours. */
const MAX_BYTES = 1024 * 1024;

/**
 * Reads a configuration file.
 *
 * @throws {SweepError} if it can't be read, or naming the first key that is wrong.
 */
export async function readConfig(path: string): Promise<SweepConfig> {
  const action = `Cannot read sweep "${path}"`;
  try {
    return parseConfig(await readSmallFile(path, MAX_BYTES, action), path);
  } catch (error) {
    throw fileErrorAs(SweepError, action, error);
  }
}

/**
 * Parses a configuration.
 *
 * @param path The file's, for messages.
 * @throws {SweepError} naming the first key that is wrong.
 */
export function parseConfig(
  json: Uint8Array | string,
  path: string,
): SweepConfig {
  const unusable = (fault: string) =>
    new SweepError(`Cannot use sweep "${path}": ${fault}`);
  const config = parseJson(json, configSchema, unusable);
  const ways = (["variants", "grid", "random"] as const)
    .filter((way) => config[way] !== undefined);
  if (ways.length > 1) {
    throw unusable(
      `one of variants, grid and random must be there: ${ways.join(", ")} are`,
    );
  }
  const trials = countSettings(config) * config.seeds.length;
  if (trials > MAX_TRIALS) {
    throw unusable(
      `it must have at most ${MAX_TRIALS} trials: current value is ${trials}`,
    );
  }
  return config;
}

/** How many settings there are, counted before any is made. */
function countSettings({ variants, grid, random }: SweepConfig): number {
  if (variants) return variants.length;
  if (random) return random.trials;
  return Object.values(grid ?? {})
    .reduce((product, values) => product * values.length, 1);
}
