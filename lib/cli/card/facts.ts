/** The facts that a model card states, from a run's folder. @module */
import { join } from "node:path";
import { DIGIT_CLASSES } from "../../data/digits.ts";
import { fileError } from "../../files/errors.ts";
import { weightsDigest } from "../../model/files/model_folder.ts";
import { resultFolder } from "../../runs/contents.ts";
import {
  type FinishedRecord,
  readFinishedRecord,
  readMistakes,
  type RunMistakes,
} from "../../runs/record.ts";
import { UsageError } from "../command/flags.ts";
import { sweepResultsFolder } from "../command/folders.ts";
import { type SeedScores, seedScores } from "./seeds.ts";

/** The facts that a card states. */
export interface CardFacts extends FinishedRecord {
  readonly mistakes?: RunMistakes;
  /** Of the model's folder. */
  readonly bytes: number;
  /** SHA-256 of the weights. */
  readonly weightsSha256: string;
  readonly seeds?: SeedScores;
}

/**
 * Reads the facts from a run's folder and the published sweeps.
 *
 * @throws {UsageError} if the run is not finished.
 * @throws {FileError} naming a file that can't be read.
 */
export async function readFacts(path: string): Promise<CardFacts> {
  const record = await readFinishedRecord(path);
  if (!record) {
    throw new UsageError(
      `Cannot write a card: the run must be finished: "${path}" is not; go on with deno task train --resume`,
    );
  }
  const result = await resultFolder(path, record.config.recipe);
  return {
    ...record,
    mistakes: await readMistakes(path),
    bytes: await bytesIn(result),
    weightsSha256: await weightsDigest(result),
    seeds: await seedScores(record.config, sweepResultsFolder()),
  };
}

async function bytesIn(folder: string): Promise<number> {
  try {
    const names = await Array.fromAsync(Deno.readDir(folder), (f) => f.name);
    const files = await Promise.all(
      names.map((name) => Deno.stat(join(folder, name))),
    );
    return files.reduce((sum, { size }) => sum + size, 0);
  } catch (error) {
    throw fileError(`Cannot look into "${folder}"`, error);
  }
}

/** The names of the classes, in the order of the outputs. */
export function classesOf({ config: { data } }: CardFacts): readonly string[] {
  return data.classes ?? DIGIT_CLASSES;
}
