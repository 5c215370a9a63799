/** The settings that a sweep compares. @module */
import * as v from "valibot";
import { oneLine } from "../files/errors.ts";
import { Random } from "../data/random.ts";
import { checkJson, jsonObject } from "../files/json.ts";
import type { Recipe } from "../training/recipes/recipes.ts";
import { recipeSchema } from "../training/recipes/schema.ts";
import type { Changes, Range, SweepConfig } from "./config.ts";
import { SweepError } from "./errors.ts";

/** One setting, which is trained with each seed. */
export interface Variant {
  /** Its name, or what it changes: `batchSize=64 schedule.peak=0.02`. */
  readonly name: string;
  /** The values from the grid or the draw; empty if the setting has a name. */
  readonly changes: Changes;
  /** With the first seed. */
  readonly recipe: Recipe;
}

/**
 * The settings of a sweep, each as a whole recipe.
 *
 * @param known The recipes that settings can start from, by name.
 * @param path The configuration file's, for messages.
 * @throws {SweepError} if a recipe is not known, a setting is not a valid recipe, or
 * two settings are the same.
 */
export function variantsOf(
  config: SweepConfig,
  known: Readonly<Record<string, Recipe>>,
  path: string,
): Variant[] {
  const unusable = (fault: string) =>
    new SweepError(`Cannot use sweep "${path}": ${oneLine(fault)}`);
  const variants = choicesOf(config).map(({ recipe, set, changes, name }) => {
    const title = name ?? nameOf(changes);
    if (!Object.hasOwn(known, recipe)) {
      const names = Object.keys(known).join(" or ");
      throw unusable(`recipe must be ${names}: current value is "${recipe}"`);
    }
    return {
      name: title,
      changes,
      recipe: changedRecipe(
        { ...known[recipe], seed: config.seeds[0] },
        [config.set ?? {}, set].flatMap((each) => Object.entries(each)),
        (fault) => unusable(`setting "${title}": ${fault}`),
      ),
    };
  });
  const seen = new Map<string, string>();
  for (const { name, recipe } of variants) {
    const { name: _, ...settings } = recipe;
    const key = canonicalJson(settings);
    const other = seen.get(key);
    if (other !== undefined) {
      throw unusable(
        `settings must differ: "${other}" and "${name}" are the same`,
      );
    }
    seen.set(key, name);
  }
  return variants;
}

/** The recipe with the changes, if a sweep can train it; throws what `fail` makes. */
function changedRecipe(
  recipe: Recipe,
  changes: readonly [path: string, value: unknown][],
  fail: (fault: string) => Error,
): Recipe {
  const own = ["seed", "name"].find((key) =>
    changes.some(([path]) => path === key)
  );
  if (own) throw fail(`${own} must be left out: it is the sweep's own`);
  const json = changes.reduce<unknown>(
    (object, [path, value]) => changedAt(object, path.split("."), value),
    recipe,
  );
  const changed = checkJson(json, recipeSchema, fail);
  if (changed.earlyStopping) {
    throw fail(
      "earlyStopping must be left out: a sweep scores the last epoch's weights",
    );
  }
  if (changed.distillation && changed.labelSmoothing) {
    throw fail(
      "labelSmoothing must be left out where there is distillation: no labels are learned",
    );
  }
  return changed;
}

/** JSON with sorted keys: equal for values that differ in the order of keys alone. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(
    value,
    (_, each) =>
      v.is(jsonObject, each)
        ? Object.fromEntries(
          Object.entries(each).sort(([a], [b]) => a < b ? -1 : 1),
        )
        : each,
  );
}

interface Choice {
  /** Default: made from the changes. */
  readonly name?: string;
  readonly recipe: string;
  readonly set: Changes;
  readonly changes: Changes;
}

function choicesOf(config: SweepConfig): Choice[] {
  const { recipe, variants, grid, random } = config;
  const drawn = (changes: Changes): Choice => ({
    recipe,
    set: changes,
    changes,
  });
  if (variants) {
    return variants.map((variant) => ({
      name: variant.name,
      recipe: variant.recipe ?? recipe,
      set: variant.set ?? {},
      changes: {},
    }));
  }
  if (grid) return combinations(Object.entries(grid)).map(drawn);
  if (random) return randomChanges(random).map(drawn);
  return [{ name: recipe, recipe, set: {}, changes: {} }];
}

/** Every combination, the last key's values changing fastest. */
function combinations(
  [first, ...rest]: (readonly [string, readonly unknown[]])[],
): Changes[] {
  if (!first) return [{}];
  const [key, values] = first;
  const others = combinations(rest);
  return values.flatMap((value) =>
    others.map((other) => ({ [key]: value, ...other }))
  );
}

function randomChanges(
  { trials, seed, vary }: NonNullable<SweepConfig["random"]>,
): Changes[] {
  return Array.from({ length: trials }, (_, trial) => {
    // With more trials, the first ones stay the same
    const random = new Random(seed, "sweep", trial);
    return Object.fromEntries(
      Object.entries(vary).map(([key, from]) => [key, draw(from, random)]),
    );
  });
}

function draw(from: Range | readonly unknown[], random: Random): unknown {
  if ("length" in from) return from[random.integer(from.length)];
  const { scale, whole } = from;
  const value = scale === "log"
    ? Math.exp(random.uniform(Math.log(from.from), Math.log(from.to)))
    : random.uniform(from.from, from.to);
  // Three digits are precise enough, and easy to type
  return whole ? Math.round(value) : Number(value.toPrecision(3));
}

/** A copy with the value at a path; null removes the field. */
function changedAt(
  target: unknown,
  [key, ...rest]: readonly string[],
  value: unknown,
): unknown {
  const copy: Record<string, unknown> = v.is(jsonObject, target)
    ? { ...target }
    : {};
  if (rest.length > 0) copy[key] = changedAt(copy[key], rest, value);
  else if (value === null) delete copy[key];
  else copy[key] = value;
  return copy;
}

function nameOf(changes: Changes): string {
  return Object.entries(changes).map(([key, value]) =>
    `${key}=${typeof value === "object" ? JSON.stringify(value) : value}`
  ).join(" ");
}
