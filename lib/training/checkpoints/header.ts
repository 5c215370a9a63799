import type { DatasetRecord } from "../../data/dataset_digest.ts";
import type { Normalization } from "../../model/input.ts";
import type { RandomState } from "../../tensorflow/mod.ts";
import type { EarlyStoppingOptions } from "../early_stopping.ts";
import { FieldError, Fields } from "../../files/json_fields.ts";
import type { Position } from "../position.ts";
import {
  decodeDataset,
  decodeEpochs,
  decodeNormalization,
} from "../record_fields.ts";

/** What a run is, so that no other run goes on from its checkpoints. */
export interface RunRecord {
  /** The whole recipe; of one that was read, only these are checked. */
  readonly recipe: {
    readonly name: string;
    readonly epochs: number;
    readonly batchSize: number;
    readonly seed: number;
    readonly earlyStopping?: EarlyStoppingOptions;
    readonly precision?: string;
  };
  readonly data: DatasetRecord;
  readonly normalization: Normalization;
  /** What it learns from in place of the labels: of `readSoftTargets()`. */
  readonly softTargets?: string;
}

/** A tensor's name, shape and float32 values. */
export interface NamedValues {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array<ArrayBuffer>;
}

/** All that a run needs to go on as if it had not been stopped. */
export interface Checkpoint {
  readonly run: RunRecord;
  /** How it was started, where that is no part of what it computes. */
  readonly start: StartOptions;
  readonly position: Readonly<Position>;
  readonly random: RandomState;
  /** Weights, moving averages, the optimizer's memory. */
  readonly tensors: readonly NamedValues[];
}

/** Where the data lay and what ran the steps. */
export interface StartOptions {
  /** Folder of the digits, if one was named. */
  readonly data?: string;
  /** Folder of the soft targets, if one was named. */
  readonly softTargets?: string;
  /** Images of each set, if not all. */
  readonly limit?: number;
  /** Training images stand in the test set's place. */
  readonly validation?: true;
  /** Of those, all that some writers wrote. */
  readonly writers?: true;
  /** The backend, if one was named. */
  readonly backend?: string;
  /** What the backend was: other engines round differently. */
  readonly engine?: string;
}

/** A network of this program has about 50; a list this long is no header of ours. */
const MAX_TENSORS = 10_000;
const MAX_AXES = 8;

/** The header's text. */
export function encodeHeader(
  { run, start, position, random, tensors }: Checkpoint,
): string {
  const shapes = tensors.map(({ name, shape }) => ({ name, shape }));
  return JSON.stringify({ run, start, position, random, tensors: shapes });
}

/**
 * Reads a header's text.
 *
 * @throws {FieldError} naming the field that is missing or wrong.
 */
export function decodeHeader(
  bytes: Uint8Array,
): Omit<Checkpoint, "tensors"> & { shapes: Omit<NamedValues, "values">[] } {
  const header = Fields.parse(bytes, "its header");
  return {
    run: decodeRun(header.object("run")),
    start: decodeStart(header.object("start")),
    position: decodePosition(header.object("position")),
    random: decodeRandom(header.object("random")),
    shapes: decodeShapes(header.list("tensors")),
  };
}

function decodeRun(run: Fields): RunRecord {
  const recipe = run.object("recipe");
  return {
    recipe: {
      // The rest is only compared with a recipe of this program
      ...recipe.all(),
      name: recipe.text("name"),
      epochs: recipe.whole("epochs", 1),
      batchSize: recipe.whole("batchSize", 1),
      seed: recipe.whole("seed", 0),
      ...recipe.has("precision") && { precision: recipe.text("precision") },
      ...recipe.has("earlyStopping") && {
        earlyStopping: {
          patience: recipe.object("earlyStopping").whole("patience", 1),
        },
      },
    },
    data: decodeDataset(run.object("data")),
    normalization: decodeNormalization(run.object("normalization")),
    ...run.has("softTargets") && { softTargets: run.text("softTargets") },
  };
}

function decodeStart(start: Fields): StartOptions {
  return {
    ...start.has("data") && { data: start.text("data") },
    ...start.has("softTargets") && { softTargets: start.text("softTargets") },
    ...start.has("limit") && { limit: start.whole("limit", 1) },
    ...start.has("validation") && { validation: true },
    ...start.has("writers") && { writers: true },
    ...start.has("backend") && { backend: start.text("backend") },
    ...start.has("engine") && { engine: start.text("engine") },
  };
}

function decodePosition(position: Fields): Position {
  const history = decodeEpochs(position.list("history"));
  const epoch = position.whole("epoch", 1);
  if (history.length !== epoch - 1) {
    throw new FieldError(
      `its history must have ${
        epoch - 1
      } epochs: current value is ${history.length}`,
    );
  }
  return {
    epoch,
    batch: position.whole("batch", 0),
    totalLoss: position.number("totalLoss"),
    learningRate: position.number("learningRate"),
    seconds: position.number("seconds"),
    history,
  };
}

function decodeRandom(random: Fields): RandomState {
  return {
    seed: random.whole("seed", -(2 ** 31), 2 ** 31 - 1),
    draws: random.whole("draws", 0),
  };
}

function decodeShapes(list: unknown[]): Omit<NamedValues, "values">[] {
  if (list.length > MAX_TENSORS) {
    throw new FieldError(
      `its header must list at most ${MAX_TENSORS} tensors: current value is ${list.length}`,
    );
  }
  const names = new Set<string>();
  return list.map((value) => {
    const tensor = new Fields(value, "a tensor of its header");
    const name = tensor.text("name");
    if (names.has(name)) {
      throw new FieldError("its tensors must have names of their own");
    }
    names.add(name);
    const shape = tensor.list("shape");
    const valid = shape.length <= MAX_AXES &&
      shape.every((size) => Number.isSafeInteger(size) && (size as number) > 0);
    if (!valid) {
      throw new FieldError(
        "the shape of a tensor must be whole numbers above 0",
      );
    }
    return { name, shape: shape as number[] };
  });
}
