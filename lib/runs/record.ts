/**
 * The two files that say what a run is and what came of it, read strictly: they
 * may have been edited, damaged or made by someone else.
 *
 * @module
 */
import { join } from "node:path";
import type { DataSource } from "../data/digits.ts";
import { FileError, fileError, oneLine } from "../files/errors.ts";
import { readSmallFile } from "../files/small_file.ts";
import { FieldError, Fields } from "../files/json_fields.ts";
import type { Score } from "../terminal/result_lines.ts";
import { checkRecipe } from "../training/recipes/check.ts";
import type { Recipe } from "../training/recipes/mod.ts";
import {
  decodeDataset,
  decodeEpochs,
  decodeNormalization,
} from "../training/record_fields.ts";
import type { EpochResult } from "../training/epoch.ts";
import type { Normalization } from "../model/input.ts";
import type { DatasetRecord } from "../data/dataset_digest.ts";

/** What a run was started with. */
export const CONFIG_FILE = "config.json";
/** What came of each epoch, and the final scores. */
export const HISTORY_FILE = "history.json";

/** More than 10,000 epochs need. */
const MAX_BYTES = 4 * 1024 * 1024;

/** What a run was started with; kept in `config.json`. */
export interface RunConfig {
  /** When it began, ISO 8601 in UTC. */
  readonly started: string;
  readonly recipe: Recipe;
  readonly data: DataSource & DatasetRecord;
  readonly normalization: Normalization;
  /** What it learned from, of `readSoftTargets()`; from the labels without it. */
  readonly softTargets?: string;
  /** The backend and why it was chosen, one line. */
  readonly backend: string;
  readonly versions: Readonly<Record<string, string>>;
}

/** What a run came to; kept in `history.json`. */
export interface RunHistory {
  readonly epochs: readonly EpochResult[];
  /** Scores of the weights that training ended with on the whole sets, once training has ended. */
  readonly final?: { readonly train: Score; readonly test: Score };
}

/** What the files say of a run that was trained to its end. */
export interface FinishedRecord {
  readonly config: RunConfig;
  readonly history: Required<RunHistory>;
}

/**
 * What a run is and what it came to.
 *
 * @param run Its folder.
 * @returns Undefined if it has not been trained to its end, or is none.
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
 * What came of a run so far.
 *
 * @param run Its folder.
 * @returns Undefined if there is no such file.
 * @throws {FileError} naming the file and what is wrong with it.
 */
export function readHistory(run: string): Promise<RunHistory | undefined> {
  return readRecord(join(run, HISTORY_FILE), decodeHistory);
}

/** As {@linkcode readHistory}, of what a run was started with. */
function readConfig(run: string): Promise<RunConfig | undefined> {
  return readRecord(join(run, CONFIG_FILE), decodeConfig);
}

async function readRecord<Content>(
  path: string,
  decode: (fields: Fields) => Content,
): Promise<Content | undefined> {
  const action = `Cannot read "${path}"`;
  try {
    const bytes = await readSmallFile(path, MAX_BYTES, action);
    return decode(Fields.parse(bytes, ""));
  } catch (error) {
    if (isMissing(error)) return undefined;
    if (error instanceof FieldError) {
      throw new FileError(
        `${action}: ${oneLine(error.message)}; move the run's folder away`,
      );
    }
    throw fileError(action, error);
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Deno.errors.NotFound ||
    error instanceof Deno.errors.NotADirectory;
}

function decodeHistory(history: Fields): RunHistory {
  const epochs = decodeEpochs(history.list("epochs"));
  if (!history.has("final")) return { epochs };
  const final = history.object("final");
  return {
    epochs,
    final: {
      train: decodeScore(final.object("train")),
      test: decodeScore(final.object("test")),
    },
  };
}

function decodeScore(score: Fields): Score {
  const count = score.whole("count", 1);
  return {
    loss: score.number("loss"),
    correct: score.whole("correct", 0, count),
    count,
  };
}

function decodeConfig(config: Fields): RunConfig {
  const data = config.object("data");
  const versions = config.object("versions");
  return {
    started: decodeTime(config.text("started")),
    recipe: decodeRecipe(config.object("recipe").all()),
    data: { ...decodeSource(data), ...decodeDataset(data) },
    normalization: decodeNormalization(config.object("normalization")),
    ...config.has("softTargets") && { softTargets: config.text("softTargets") },
    backend: config.text("backend"),
    versions: Object.fromEntries(
      Object.keys(versions.all()).map((name) => [name, versions.text(name)]),
    ),
  };
}

function decodeTime(text: string): string {
  if (!Number.isNaN(Date.parse(text))) return text;
  throw new FieldError("started must be a time in ISO 8601");
}

function decodeRecipe(value: unknown): Recipe {
  const fault = checkRecipe(value, "recipe");
  if (fault !== undefined) throw new FieldError(fault);
  return value as Recipe;
}

function decodeSource(data: Fields): DataSource {
  return {
    kind: data.oneOf("kind", ["mnist", "idx", "synthetic"]),
    name: data.text("name"),
    place: data.text("place"),
    ...data.has("heldOut") && {
      heldOut: data.oneOf("heldOut", ["validation"] as const),
    },
  };
}
