/** What a sweep's trials learn from, looked at before any begins. @module */
import { datasetDigest } from "../data/digest.ts";
import type { DataSource } from "../data/digits.ts";
import type { SweepConfig } from "../sweep/config.ts";
import { SweepError } from "../sweep/errors.ts";
import type { FinishedRecord } from "../training/run_files.ts";
import { findTeachers } from "../training/teachers.ts";
import { heldOutFrom, loadDataset } from "./data.ts";

/** Where it is, and whether any trial learns from teachers. */
export interface SweepInputs {
  /** Folder given by `--data`. */
  readonly data?: string;
  /** Folder of the teachers, where they are learned from. */
  readonly teachers?: string;
}

/**
 * Refuses to put trials beside those that learned from something else.
 *
 * @param done Trials that are done.
 * @param folder Of the sweep, for messages.
 * @throws {DataError} if a folder of digits that was named doesn't hold what it
 * should.
 * @throws {TeacherError} if the teachers can't be learned from.
 * @throws {SweepError} if a trial was trained on other digits, or learned from
 * other teachers.
 */
export async function requireSameInputs(
  done: readonly FinishedRecord[],
  { split, limit }: SweepConfig,
  { data, teachers }: SweepInputs,
  folder: string,
  signal: AbortSignal,
): Promise<void> {
  const action = `Cannot sweep in "${folder}": trials that are done there`;
  const all = await loadDataset(data, limit, signal);
  const sha256 = datasetDigest(
    await heldOutFrom(all, {
      validation: split === "validation",
      writers: split === "writers",
    }),
  );
  const other = done.find(({ config }) => config.data.sha256 !== sha256);
  if (other) {
    const named = ({ name, place }: DataSource) => `${name} (${place})`;
    throw new SweepError(
      `${action} are on other digits, ${named(other.config.data)}: these are ${
        named(all.source)
      }; name the same ones, or another folder with --out`,
    );
  }
  if (teachers === undefined) return;
  const found = await findTeachers(teachers, { sha256 });
  const taught = done.filter(({ config }) => config.teachers !== undefined);
  if (taught.some(({ config }) => config.teachers !== found.sha256)) {
    throw new SweepError(
      `${action} learned from other teachers than those in "${teachers}"; name the same ones with --teachers, or another folder with --out`,
    );
  }
}
