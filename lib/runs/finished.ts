/** Runs that were trained to their end, as their folders tell. @module */
import { join } from "node:path";
import { datasetDigest } from "../data/dataset_digest.ts";
import type { Dataset } from "../data/digits.ts";
import { FileError } from "../files/errors.ts";
import { type FinishedRecord, readFinishedRecord } from "./record.ts";
import { resultOfRun } from "./newest.ts";

/** A run with the scores of the weights that training ended with. */
export interface FinishedRun extends FinishedRecord {
  /** Of its folder. */
  readonly name: string;
  /** Folder of the model that training ended with, for `loadModel`. */
  readonly result: string;
}

/**
 * The run that was begun last, of those that were trained to their end on these
 * digits, all of them.
 *
 * @param under Folder of the runs; where it is missing, there are none.
 * @param dataset Known again by its SHA-256, wherever it lies.
 * @param onDamaged Called with a line about each run that is passed over because
 * its files are damaged; shown as a warning by default.
 */
export async function newestRun(
  under: string,
  dataset: Pick<Dataset, "train" | "test">,
  onDamaged: (message: string) => void = console.warn,
): Promise<FinishedRun | undefined> {
  const all = await finishedRuns(under, onDamaged);
  const digest = datasetDigest(dataset);
  const runs = all.filter(({ config: { data } }) => data.sha256 === digest);
  return runs.sort((a, b) =>
    Date.parse(b.config.started) - Date.parse(a.config.started)
  )[0];
}

/**
 * All runs that were trained to their end.
 *
 * @param under As {@linkcode newestRun} has it, and so is `onDamaged`.
 */
export async function finishedRuns(
  under: string,
  onDamaged: (message: string) => void,
): Promise<FinishedRun[]> {
  const names = await Array.fromAsync(Deno.readDir(under), ({ name }) => name)
    .catch((error) => {
      if (error instanceof Deno.errors.NotFound) return [];
      throw error;
    });
  const found = await Promise.all(
    names.map((name) => readRun(under, name, onDamaged)),
  );
  return found.filter((run) => run !== undefined);
}

async function readRun(
  under: string,
  name: string,
  onDamaged: (message: string) => void,
): Promise<FinishedRun | undefined> {
  const folder = join(under, name);
  try {
    const record = await readFinishedRecord(folder);
    if (!record) return undefined;
    const result = await resultOfRun(folder, record.config.recipe);
    return { name, result, ...record };
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    onDamaged(error.message);
  }
}
