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
/** Values of recipes are flat; how deep the others are is not worth following. */
const value = levels(8);
const choices = list(value, 1);

const range = v.pipe(
  strictObject({
    from: number(),
    to: number(),
    /** Evenly over the numbers, or over their logarithms. Default linear. */
    scale: v.optional(v.picklist(["linear", "log"])),
    /** Rounded to whole numbers. */
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

/** Where a random number is drawn from. */
export type Range = Readonly<v.InferOutput<typeof range>>;

/** An object whose keys name fields of a recipe: `schedule.peak`. */
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

/** Changes to a recipe: values by dotted paths; null takes the field away. */
export type Changes = Readonly<v.InferOutput<typeof changes>>;

const configSchema = strictObject({
  /** The recipe that the changes start from. */
  recipe: name,
  /**
   * The set that trials are scored on: training images held out one by one, or by
   * who wrote them; `test` is for final tables alone.
   */
  split: v.picklist(["validation", "writers", "test"]),
  /** Each setting is trained once with each. */
  seeds: v.pipe(
    list(seed, 1, MAX_TRIALS),
    v.check(
      (seeds) => new Set(seeds).size === seeds.length,
      ({ input }) => `must differ: current value is [${input}]`,
    ),
  ),
  /** Changes to every trial's recipe. */
  set: v.optional(changes),
  /** Settings one by one. */
  variants: v.optional(list(
    strictObject({
      name,
      /** Default: the sweep's. */
      recipe: v.optional(name),
      set: v.optional(changes),
    }),
    1,
  )),
  /** Every combination of these values. */
  grid: v.optional(byPath(choices)),
  /** Settings drawn at random. */
  random: v.optional(strictObject({
    trials: whole(1, MAX_TRIALS),
    seed,
    /** A list is drawn from evenly. */
    vary: byPath(
      v.lazy((input): Schema<Range | unknown[]> =>
        Array.isArray(input) ? choices : range
      ),
    ),
  })),
  /** Uses only the first so many images of each set. */
  limit: v.optional(whole(12, 60_000)),
});

/** The file's content. */
export type SweepConfig = Readonly<v.InferOutput<typeof configSchema>>;

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
    return parseConfig(await readSmallFile(path, MAX_BYTES, action), path);
  } catch (error) {
    throw fileErrorAs(SweepError, action, error);
  }
}

/**
 * Reads a configuration.
 *
 * @param json The file's content.
 * @param path Its place, for messages.
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
