import * as v from "valibot";
import { describeDataset } from "../../data/dataset_digest.ts";
import type { Dataset } from "../../data/digits.ts";
import { pixelStatistics } from "../../data/statistics.ts";
import { oneLine } from "../../files/errors.ts";
import { looseObject, object, text, whole } from "../../files/json.ts";
import { CheckpointError } from "../errors.ts";
import type { Recipe } from "../recipes/mod.ts";
import { datasetFields, normalization } from "../record_schemas.ts";

/** What a run is, in JSON. */
export const runRecord = object({
  /** The whole recipe. Only these fields are checked; the rest is compared. */
  recipe: looseObject({
    name: text(),
    epochs: whole(1),
    batchSize: whole(1),
    seed: whole(0),
    earlyStopping: v.optional(object({ patience: whole(1) })),
    precision: v.optional(text()),
  }),
  data: object(datasetFields),
  normalization,
  /** SHA-256 of the soft targets it learns from, if it learns from some. */
  softTargets: v.optional(text()),
});

/** What a run is: its checkpoints are for runs of the same record alone. */
export type RunRecord = Readonly<v.InferOutput<typeof runRecord>>;

/** The record of a run of this recipe on these digits. */
export function describeRun(
  dataset: Dataset,
  recipe: Recipe,
): RunRecord & { readonly recipe: Recipe } {
  return {
    recipe,
    data: describeDataset(dataset),
    normalization: pixelStatistics(dataset.train),
  };
}

/**
 * Refuses to go on with a run from another run's checkpoint.
 *
 * @param path Of the checkpoint, for messages.
 * @throws {CheckpointError} naming the first thing in which they differ.
 */
export function requireSameRun(
  run: RunRecord,
  stored: RunRecord,
  path: string,
): void {
  const { data, softTargets, ...ofRun } = stored;
  const action = `Cannot go on from checkpoint "${path}"`;
  if (data.sha256 !== run.data.sha256) {
    const describe = (of: RunRecord["data"]) =>
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
  const difference = firstDifference(
    { recipe: run.recipe, normalization: run.normalization },
    ofRun,
    "",
  );
  if (difference !== undefined) {
    throw new CheckpointError(
      `${action}: it is of another run: ${
        oneLine(difference)
      }; start a new run without --resume`,
    );
  }
  if (softTargets !== run.softTargets) {
    throw new CheckpointError(
      `${action}: the soft targets must be those of its run: they are others; name their folder with --soft-targets or start a new run without --resume`,
    );
  }
}

/**
 * Where two values of JSON differ, in words; undefined where they do not. It
 * goes as deep as what is wanted, however deep the other one is.
 */
function firstDifference(
  wanted: unknown,
  stored: unknown,
  path: string,
): string | undefined {
  if (!isObject(wanted) || !isObject(stored)) {
    return wanted === stored
      ? undefined
      : `${path} must be ${shown(wanted)}: current value is ${shown(stored)}`;
  }
  for (const key of new Set([...Object.keys(wanted), ...Object.keys(stored)])) {
    const value = (of: object) =>
      Object.hasOwn(of, key) ? (of as Record<string, unknown>)[key] : undefined;
    const place = path === "" ? key : `${path}.${key}`;
    const found = firstDifference(value(wanted), value(stored), place);
    if (found !== undefined) return found;
  }
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function shown(value: unknown): string {
  if (value === undefined) return "missing";
  return isObject(value) ? "an object" : JSON.stringify(value).slice(0, 60);
}
