/** What a sweep's configuration file may say. @module */
import * as v from "valibot";
import { fileErrorAs } from "../files/errors.ts";
import { finite, integer, jsonObject, line, parseJson } from "../files/json.ts";
import { readSmallFile } from "../files/small_file.ts";
import { SweepError } from "./errors.ts";

/** Each trial takes minutes. */
const MAX_TRIALS = 10_000;
const MAX_KEYS = 100;

const seed = v.pipe(integer, v.minValue(0), v.maxValue(2 ** 32 - 1));
const name = v.pipe(line, v.minLength(1), v.maxLength(200));
const choices = v.pipe(v.array(v.unknown()), v.minLength(1));

const range = v.pipe(
  v.strictObject({
    from: finite,
    to: finite,
    /** Uniform over the numbers or over their logarithms. Default linear. */
    scale: v.optional(v.picklist(["linear", "log"])),
    /** Whether numbers are rounded to whole ones. */
    whole: v.optional(v.boolean()),
  }),
  v.forward(
    v.check(
      ({ from, scale }) => scale !== "log" || from > 0,
      "must be greater than 0",
    ),
    ["from"],
  ),
  v.forward(
    v.check(
      ({ from, to }) => to > from,
      ({ input: { from } }) => `must be greater than from, ${from}`,
    ),
    ["to"],
  ),
);

/** The range that a random number is drawn from. */
export type Range = Readonly<v.InferOutput<typeof range>>;

/** The path of a recipe's field. */
const path = v.pipe(
  v.string(),
  v.regex(
    /^[a-z]\w{0,29}(\.[a-z]\w{0,29}){0,4}$/i,
    "must be a path such as schedule.peak",
  ),
);

/** Values by paths of a recipe's fields. */
function byPath<T>(value: v.GenericSchema<unknown, T>) {
  return v.pipe(
    jsonObject,
    v.record(path, value),
    v.maxEntries(MAX_KEYS, `must have at most ${MAX_KEYS} keys`),
  );
}

const changes = byPath(v.unknown());

/** Changes to a recipe: new values by the paths of the fields; null removes a field. */
export type Changes = Readonly<v.InferOutput<typeof changes>>;

const configSchema = v.strictObject({
  /** The recipe that the changes start from. */
  recipe: name,
  /**
   * The set that trials are scored on: training images that are held out at random, or
   * by who wrote them, or the test set, which is for final tables only.
   */
  split: v.picklist(["validation", "writers", "test"]),
  /** Each setting is trained once with each seed. */
  seeds: v.pipe(
    v.array(seed),
    v.minLength(1),
    v.maxLength(MAX_TRIALS),
    v.check((seeds) => new Set(seeds).size === seeds.length, "must differ"),
  ),
  /** Changes to every trial's recipe. */
  set: v.optional(changes),
  /** Settings with names. */
  variants: v.optional(v.pipe(
    v.array(v.strictObject({
      name,
      /** Default: the sweep's. */
      recipe: v.optional(name),
      set: v.optional(changes),
    })),
    v.minLength(1),
  )),
  /** Values by paths; every combination is a setting. */
  grid: v.optional(byPath(choices)),
  /** Random settings. */
  random: v.optional(v.strictObject({
    trials: v.pipe(integer, v.minValue(1), v.maxValue(MAX_TRIALS)),
    seed,
    /** A list of values, each as likely, or a range. */
    vary: byPath(
      v.lazy((input): v.GenericSchema<unknown, Range | unknown[]> =>
        Array.isArray(input) ? choices : range
      ),
    ),
  })),
  /** Number of images of each set, the first ones. Default all. */
  limit: v.optional(v.pipe(integer, v.minValue(12), v.maxValue(60_000))),
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
