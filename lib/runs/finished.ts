/** Runs that were trained to their end. @module */
import { join } from "node:path";
import { FileError } from "../files/errors.ts";
import { resultFolder } from "./contents.ts";
import { type FinishedRecord, readFinishedRecord } from "./record.ts";

/** A finished run: its records, and where its model is. */
export interface FinishedRun extends FinishedRecord {
  /** The name of its folder. */
  readonly name: string;
  /** Folder of the model that training ended with, for `loadModel`. */
  readonly result: string;
}

/**
 * All finished runs in a folder, in no particular order.
 *
 * @param under Folder of the runs; it may be missing.
 * @param onDamaged Called with one line about each run that is skipped because its
 * files are damaged.
 */
export async function finishedRuns(
  under: string,
  onDamaged: (message: string) => void,
): Promise<FinishedRun[]> {
  const names = await namesIn(under);
  const runs = await Promise.all(
    names.map((name) => readRun(under, name, onDamaged)),
  );
  return runs.filter((run) => run !== undefined);
}

/** The names of what a folder holds, except hidden ones; none if it is missing. */
export async function namesIn(folder: string): Promise<string[]> {
  try {
    const names = await Array.fromAsync(
      Deno.readDir(folder),
      ({ name }) => name,
    );
    // A run that is being removed is hidden first
    return names.filter((name) => !name.startsWith("."));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
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
    const result = await resultFolder(folder, record.config.recipe);
    return { name, result, ...record };
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    onDamaged(error.message);
  }
}
