/** Checks what a sweep's trials learn from, before the first one starts. @module */
import { describeDataset } from "../../data/dataset_digest.ts";
import type { DataSource } from "../../data/digits.ts";
import type { SweepConfig } from "../../sweep/config.ts";
import { SweepError } from "../../sweep/errors.ts";
import type { FinishedRecord } from "../../runs/record.ts";
import { readSoftTargets } from "../../teachers/soft_target_files.ts";
import { heldOutFrom, loadDataset } from "../command/dataset.ts";

/** Where the trials find what they learn from. */
export interface SweepInputs {
  /** Folder given by `--data`. */
  readonly data?: string;
  /** Folder of the soft targets, if any trial learns from them. */
  readonly softTargets?: string;
}

/**
 * Refuses to compare new trials with finished ones that learned from something else.
 *
 * @param done The finished trials.
 * @param folder Of the sweep, for messages.
 * @throws {FileError} if a folder that was named doesn't hold digits.
 * @throws {TeacherError} if the soft targets can't be used.
 * @throws {SweepError} if a trial was trained on other digits or soft targets.
 */
export async function requireSameInputs(
  done: readonly FinishedRecord[],
  { split, limit }: SweepConfig,
  { data, softTargets }: SweepInputs,
  folder: string,
  signal: AbortSignal,
): Promise<void> {
  const action = `Cannot sweep in "${folder}": its finished trials`;
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
