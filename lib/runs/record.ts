/**
 * The files that say what a run is, how it went, and which test images it reads wrong.
 * They are checked field by field: anyone may have edited them.
 *
 * @module
 */
import { join } from "node:path";
import * as v from "valibot";
import { datasetRecordSchema } from "../data/dataset_digest.ts";
import type { DataSource } from "../data/digits.ts";
import { FileError, fileError } from "../files/errors.ts";
import { finite, integer, jsonObject, line, parseJson } from "../files/json.ts";
import { readSmallFile } from "../files/small_file.ts";
import { startOptionsSchema } from "../training/checkpoints/header.ts";
import { epochResultsSchema } from "../training/epoch_result.ts";
import { recipeSchema } from "../training/recipes/schema.ts";
import { normalizationSchema } from "../model/normalization.ts";

/** What a run was started with. */
export const CONFIG_FILE = "config.json";
/** Each epoch's results, and the final scores. */
export const HISTORY_FILE = "history.json";
/** Test images that the final weights read wrong. */
export const MISTAKES_FILE = "mistakes.json";

/** More than 10,000 epochs need. */
const MAX_BYTES = 4 * 1024 * 1024;

const configSchema = v.object({
  /** When it began, ISO 8601 in UTC. */
  started: v.pipe(
    line,
    v.check(
      (time) => !Number.isNaN(Date.parse(time)),
      "must be a time in ISO 8601",
    ),
  ),
  recipe: recipeSchema,
  data: v.object(
    {
      ...datasetRecordSchema.entries,
      kind: v.picklist(["mnist", "idx", "pictures", "synthetic"]),
      place: line,
      heldOut: v.optional(v.literal("validation")),
    } satisfies Record<keyof DataSource, unknown>,
  ),
  normalization: normalizationSchema,
  /** SHA-256 of the soft targets it learned from; left out if it learned from labels. */
  softTargets: v.optional(line),
  /** The backend and why it was chosen, one line. */
  backend: line,
  versions: v.pipe(jsonObject, v.record(v.string(), line)),
  /** How it was started: a run without a checkpoint is resumed from this file. */
  start: v.optional(startOptionsSchema),
});

/** What a run was started with; kept in `config.json`. */
export type RunConfig = Readonly<v.InferOutput<typeof configSchema>>;

const score = v.pipe(
  v.object({
    loss: finite,
    correct: v.pipe(integer, v.minValue(0)),
    count: v.pipe(integer, v.minValue(1)),
  }),
  v.forward(
    v.check(
      ({ correct, count }) => correct <= count,
      ({ input: { count } }) => `must be at most ${count}`,
    ),
    ["correct"],
  ),
);

const historySchema = v.object({
  epochs: epochResultsSchema,
  /** Scores of the final weights on the whole sets, once training has ended. */
  final: v.optional(v.object({ train: score, test: score })),
});

/** How a run went; kept in `history.json`. */
export type RunHistory = Readonly<v.InferOutput<typeof historySchema>>;

const index = v.pipe(integer, v.minValue(0));

const mistakesSchema = v.object({
  /** Number of test images. */
  count: v.pipe(integer, v.minValue(1)),
  mistakes: v.array(v.object({ image: index, label: index, answer: index })),
});

/** Which test images a finished run reads wrong, and how; kept in `mistakes.json`. */
export type RunMistakes = Readonly<v.InferOutput<typeof mistakesSchema>>;

/** The files of a run that was trained to its end. */
export interface FinishedRecord {
  readonly config: RunConfig;
  readonly history: Required<RunHistory>;
}

/**
 * Reads both files of a finished run.
 *
 * @param run Its folder.
 * @returns Undefined if it has not been trained to its end, or is no run.
 * @throws {FileError} naming the file and what is wrong with it.
 */
export async function readFinishedRecord(
  run: string,
): Promise<FinishedRecord | undefined> {
  const history = await readHistory(run);
  if (!history?.final) return undefined;
  const { epochs, final } = history;
  const config = await readConfig(run);
  return config && { config, history: { epochs, final } };
}

/**
 * Reads what a run was started with.
 *
 * @param run Its folder.
 * @returns Undefined if there is no such file.
 * @throws {FileError} naming the file and what is wrong with it.
 */
export function readConfig(run: string): Promise<RunConfig | undefined> {
  return readRecord(join(run, CONFIG_FILE), configSchema);
}

/**
 * Reads how a run went so far.
 *
 * @param run Its folder.
 * @returns Undefined if there is no such file.
 * @throws {FileError} naming the file and what is wrong with it.
 */
export function readHistory(run: string): Promise<RunHistory | undefined> {
  return readRecord(join(run, HISTORY_FILE), historySchema);
}

/**
 * Reads which test images the final weights of a run read wrong.
 *
 * @param run Its folder.
 * @returns Undefined if there is no such file, as in runs of earlier versions.
 * @throws {FileError} naming the file and what is wrong with it.
 */
export function readMistakes(run: string): Promise<RunMistakes | undefined> {
  return readRecord(join(run, MISTAKES_FILE), mistakesSchema);
}

/**
 * The fields of `config.json` as they are, unchecked; none if it can't be read. For a
 * quick look at many runs, or at one whose file an older version wrote.
 */
export async function uncheckedConfig(
  run: string,
): Promise<Record<string, unknown>> {
  try {
    const config = JSON.parse(await Deno.readTextFile(join(run, CONFIG_FILE)));
    return v.is(jsonObject, config) ? config : {};
  } catch {
    return {};
  }
}

async function readRecord<Content>(
  path: string,
  schema: v.GenericSchema<unknown, Content>,
): Promise<Content | undefined> {
  const action = `Cannot read "${path}"`;
  try {
    return parseJson(
      await readSmallFile(path, MAX_BYTES, action),
      schema,
      (fault) =>
        new FileError(`${action}: ${fault}; move the run's folder away`),
    );
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw fileError(action, error);
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Deno.errors.NotFound ||
    error instanceof Deno.errors.NotADirectory;
}
