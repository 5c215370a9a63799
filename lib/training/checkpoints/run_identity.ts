import * as v from "valibot";
import {
  datasetRecordSchema,
  describeDataset,
} from "../../data/dataset_digest.ts";
import type { Dataset } from "../../data/digits.ts";
import { pixelStatistics } from "../../data/statistics.ts";
import { oneLine } from "../../files/errors.ts";
import { integer, line } from "../../files/json.ts";
import { CheckpointError } from "../errors.ts";
import type { Recipe } from "../recipes/recipes.ts";
import { normalizationSchema } from "../../model/normalization.ts";

const count = v.pipe(integer, v.minValue(1));

/** A recipe of any version: only what is named here is checked. */
type AnyRecipe =
  & Pick<Recipe, "name" | "epochs" | "batchSize" | "seed" | "earlyStopping">
  & { readonly precision?: string };

const anyRecipe: v.GenericSchema<unknown, AnyRecipe> = v.looseObject({
  name: line,
  epochs: count,
  batchSize: count,
  seed: v.pipe(integer, v.minValue(0)),
  earlyStopping: v.optional(v.object({ patience: count })),
  precision: v.optional(line),
});

/** What identifies a run, in JSON. */
export const runIdentitySchema = v.object({
  /** The whole recipe. Few of its fields are checked; all are compared. */
  recipe: anyRecipe,
  data: datasetRecordSchema,
  normalization: normalizationSchema,
  /** SHA-256 of the soft targets it learns from, if it learns from some. */
  softTargets: v.optional(line),
});

/** What identifies a run: only a run of the same identity resumes from its checkpoints. */
export type RunIdentity = Readonly<v.InferOutput<typeof runIdentitySchema>>;

/** The identity of a run of this recipe on these digits. */
export function identifyRun(
  dataset: Dataset,
  recipe: Recipe,
): RunIdentity & { readonly recipe: Recipe } {
  return {
    recipe,
    data: describeDataset(dataset),
    normalization: pixelStatistics(dataset.train),
  };
}

/**
 * Refuses to resume a run from another run's checkpoint.
 *
 * @param stored The identity that the run was started with.
 * @param action Begins the message, such as `Cannot resume from checkpoint "x"`.
 * @throws {CheckpointError} naming the first difference.
 */
export function requireSameRun(
  run: RunIdentity,
  stored: RunIdentity,
  action: string,
): void {
  const { data, softTargets } = stored;
  if (data.sha256 !== run.data.sha256) {
    const describe = (of: RunIdentity["data"]) =>
      `${
        oneLine(of.name)
      }, ${of.trainCount} training and ${of.testCount} test images`;
    throw new CheckpointError(
      `${action}: the data must be that of its run (${
        describe(data)
      }): it is other data (${
        describe(run.data)
      }); name its folder with --data or start a new run without --resume`,
    );
  }
  if (softTargets !== run.softTargets) {
    throw new CheckpointError(
      `${action}: the soft targets must be those of its run: they are others; name their folder with --soft-targets or start a new run without --resume`,
    );
  }
  const difference = differenceBetween(run, stored);
  if (difference !== undefined) {
    throw new CheckpointError(
      `${action}: it is of another run: ${difference}; start a new run without --resume`,
    );
  }
}

/** The first difference between two runs, in words; undefined if they are the same. */
export function differenceBetween(
  expected: RunIdentity,
  stored: RunIdentity,
): string | undefined {
  const compared = ({ recipe, normalization, data, ...rest }: RunIdentity) => ({
    recipe,
    normalization,
    data: { sha256: data.sha256 }, // Wherever its files are
    softTargets: rest.softTargets,
  });
  const difference = firstDifference(compared(expected), compared(stored), "");
  return difference === undefined ? undefined : oneLine(difference);
}

/**
 * The first difference between two values of JSON, in words; undefined if they are
 * equal. It recurses only as deep as `expected`: the other may be nested without end.
 */
function firstDifference(
  expected: unknown,
  stored: unknown,
  path: string,
): string | undefined {
  if (!isObject(expected) || !isObject(stored)) {
    return expected === stored
      ? undefined
      : `${path} must be ${shown(expected)}: current value is ${shown(stored)}`;
  }
  for (
    const key of new Set([...Object.keys(expected), ...Object.keys(stored)])
  ) {
    const value = (of: object) =>
      Object.hasOwn(of, key) ? (of as Record<string, unknown>)[key] : undefined;
    const place = path === "" ? key : `${path}.${key}`;
    const difference = firstDifference(value(expected), value(stored), place);
    if (difference !== undefined) return difference;
  }
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function shown(value: unknown): string {
  if (value === undefined) return "missing";
  return isObject(value) ? "an object" : JSON.stringify(value).slice(0, 60);
}
