/** The folder of a run's checkpoints; the last two are kept. @module */
import { join } from "node:path";
import { isTemporary, writeFileAtomically } from "../../files/atomic_file.ts";
import { FileError, fileErrorAs } from "../../files/errors.ts";
import { readSmallFile } from "../../files/small_file.ts";
import { CheckpointError, DamagedCheckpointError } from "../errors.ts";
import type { Position } from "../run_position.ts";
import {
  decodeCheckpoint,
  encodeCheckpoint,
  MAX_CHECKPOINT_BYTES,
} from "./format.ts";
import type { Checkpoint } from "./header.ts";

/** A checkpoint that was read from a file. */
export interface StoredCheckpoint {
  readonly path: string;
  readonly checkpoint: Checkpoint;
}

const NAME = /^epoch-(\d{1,9})-step-(\d{1,9})\.checkpoint$/;

/** The folder of one run's checkpoints. */
export class CheckpointStore {
  #last: string | undefined;
  /** Whether the leftovers of killed processes have been removed. */
  #tidy = false;

  /** @param folder Created at the first write; its parent must exist. */
  constructor(readonly folder: string) {}

  /** Path of the last checkpoint that was written or read. */
  get last(): string | undefined {
    return this.#last;
  }

  /**
   * Reads the newest checkpoint that is not damaged; undefined if there are no
   * checkpoints.
   *
   * @param onDamaged Called with one line about each damaged checkpoint that is newer
   * than the one that is returned.
   * @throws {CheckpointError} if all are damaged, one is from a newer version of this
   * program, or one can't be read.
   */
  async newest(
    onDamaged: (message: string) => void = () => {},
  ): Promise<StoredCheckpoint | undefined> {
    const damaged: DamagedCheckpointError[] = [];
    for (const name of (await this.#names()).reverse()) {
      const path = join(this.folder, name);
      try {
        const checkpoint = decodeCheckpoint(await readBounded(path), path);
        this.#last = path;
        for (const { message } of damaged) {
          onDamaged(`${message}; resuming from an earlier one, "${path}"`);
        }
        return { path, checkpoint };
      } catch (error) {
        if (!(error instanceof DamagedCheckpointError)) throw error;
        damaged.push(error);
      }
    }
    if (damaged.length === 0) return undefined;
    throw new CheckpointError(
      `${
        damaged[0].message
      }; no earlier checkpoint is intact: start a new run without --resume`,
    );
  }

  /**
   * Writes a checkpoint and removes all but this one and the one before it.
   *
   * @throws {CheckpointError} if it can't be written; the earlier ones stay.
   */
  async write(checkpoint: Checkpoint): Promise<void> {
    const name = fileName(checkpoint.position);
    const path = join(this.folder, name);
    const bytes = encodeCheckpoint(checkpoint);
    try {
      await Deno.mkdir(this.folder).catch((error) => {
        if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
      });
      // Before writing, or a process killed at each write would leave ever more
      if (!this.#tidy) await this.#removeAllBut(await this.#lastTwo());
      this.#tidy = true;
      await writeFileAtomically(path, bytes);
      const before = this.#last;
      this.#last = path;
      await this.#removeAllBut([path, before]);
    } catch (error) {
      throw fileErrorAs(
        CheckpointError,
        `Cannot write checkpoint "${path}"`,
        error,
      );
    }
  }

  async #removeAllBut(kept: readonly (string | undefined)[]): Promise<void> {
    for await (const { name, isFile } of Deno.readDir(this.folder)) {
      const path = join(this.folder, name);
      const ours = isFile && (NAME.test(name) || isTemporary(name));
      if (ours && !kept.includes(path)) await Deno.remove(path);
    }
  }

  /** Paths of the last checkpoint and the one before it. */
  async #lastTwo(): Promise<string[]> {
    const paths = (await this.#names()).map((name) => join(this.folder, name));
    const last = this.#last === undefined ? -1 : paths.indexOf(this.#last);
    return paths.slice(Math.max(last - 1, 0), last + 1);
  }

  /** File names, the oldest checkpoint first. */
  async #names(): Promise<string[]> {
    try {
      const entries = await Array.fromAsync(Deno.readDir(this.folder));
      return entries.filter(({ isFile }) => isFile)
        .map(({ name }) => NAME.exec(name))
        .filter((match) => match !== null)
        .sort(([, epochA, stepA], [, epochB, stepB]) =>
          Number(epochA) - Number(epochB) || Number(stepA) - Number(stepB)
        )
        .map(([name]) => name);
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return [];
      throw fileErrorAs(
        CheckpointError,
        `Cannot look for checkpoints in "${this.folder}"`,
        error,
      );
    }
  }
}

/** Named by the epoch and how many of its steps are done. */
function fileName({ epoch, batch }: Position): string {
  const padded = (value: number, length: number) =>
    String(value).padStart(length, "0");
  return `epoch-${padded(epoch, 5)}-step-${padded(batch, 6)}.checkpoint`;
}

async function readBounded(path: string): Promise<Uint8Array<ArrayBuffer>> {
  const action = `Cannot read checkpoint "${path}"`;
  try {
    return await readSmallFile(path, MAX_CHECKPOINT_BYTES, action);
  } catch (error) {
    if (error instanceof FileError) {
      throw new DamagedCheckpointError(error.message);
    }
    throw fileErrorAs(CheckpointError, action, error);
  }
}
