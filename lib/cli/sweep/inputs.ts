/** What a sweep's trials learn from, looked at before any begins. @module */
import { describeDataset } from "../../data/dataset_digest.ts";
import type { DataSource } from "../../data/digits.ts";
import type { SweepConfig } from "../../sweep/config.ts";
import { SweepError } from "../../sweep/errors.ts";
import type { FinishedRecord } from "../../runs/record.ts";
import { readSoftTargets } from "../../teachers/soft_target_files.ts";
import { heldOutFrom, loadDataset } from "../command/dataset.ts";

/** Where it is, and whether any trial learns from soft targets. */
export interface SweepInputs {
  /** Folder given by `--data`. */
  readonly data?: string;
  /** Folder of the soft targets, where they are learned from. */
  readonly softTargets?: string;
}

/**
 * Refuses to put trials beside those that learned from something else.
 *
 * @param done Trials that are done.
 * @param folder Of the sweep, for messages.
 * @throws {FileError} if a folder of digits that was named doesn't hold what it
 * should.
 * @throws {TeacherError} if the soft targets can't be learned from.
 * @throws {SweepError} if a trial was trained on other digits, or learned from
 * other soft targets.
 */
export async function requireSameInputs(
  done: readonly FinishedRecord[],
  { split, limit }: SweepConfig,
  { data, softTargets }: SweepInputs,
  folder: string,
  signal: AbortSignal,
): Promise<void> {
  const action = `Cannot sweep in "${folder}": trials that are done there`;
  const all = await loadDataset(data, limit, signal);
  const digits = describeDataset(
    await heldOutFrom(all, {
      validation: split === "validation",
      writers: split === "writers",
    }),
  );
  const other = done.find(({ config }) => config.data.sha256 !== digits.sha256);
  if (other) {
    const named = ({ name, place }: DataSource) => `${name} (${place})`;
    throw new SweepError(
      `${action} are on other digits, ${named(other.config.data)}: these are ${
        named(all.source)
      }; name the same ones, or another folder with --out`,
    );
  }
  if (softTargets === undefined) return;
  const { sha256 } = await readSoftTargets(softTargets, digits);
  const taught = done.map(({ config }) => config.softTargets)
    .filter((digest) => digest !== undefined);
  if (taught.some((digest) => digest !== sha256)) {
    throw new SweepError(
      `${action} learned from other soft targets than those in "${softTargets}"; name the same ones with --soft-targets, or another folder with --out`,
    );
  }
}
