/**
 * A folder of soft targets: `config.json` says what they were made from; each version
 * of the images has a file of little-endian float32 values, [count, rowSize(classes)].
 *
 * @module
 */
import { createHash } from "node:crypto";
import { join } from "node:path";
import type { DatasetRecord } from "../data/dataset_digest.ts";
import { CLASS_COUNT } from "../data/digits.ts";
import {
  isTemporary,
  removeTemporaries,
  writeFileAtomically,
} from "../files/atomic_file.ts";
import { fileErrorAs, oneLine } from "../files/errors.ts";
import { readSmallFile } from "../files/small_file.ts";
import { lockRun } from "../runs/lock.ts";
import { CONFIG_FILE } from "../runs/record.ts";
import { TeacherError } from "../training/errors.ts";
import { rowSize, type SoftTargets } from "../training/soft_targets.ts";
import {
  decodeSoftTargetConfig,
  encodeSoftTargetConfig,
  type SoftTargetConfig,
} from "./soft_target_config.ts";

/** Soft targets that were read from a folder. */
export interface StoredSoftTargets extends SoftTargets {
  readonly config: SoftTargetConfig;
  /** SHA-256 of all files, in hexadecimal. */
  readonly sha256: string;
}

const MAX_CONFIG_BYTES = 64 * 1024;

const ADVICE =
  "make them with deno task teach, or name their folder with --soft-targets";

/** A folder that is locked for this process until it is disposed. */
export interface SoftTargetFolder extends Disposable {
  /** Numbers of the versions that have no file yet, from 0. */
  readonly missing: readonly number[];
}

/**
 * Starts a folder of soft targets, or opens one that an earlier process did not
 * complete.
 *
 * @param folder Created if it is missing.
 * @throws {TeacherError} if the folder holds other soft targets or files, another
 * process writes to it, or it can't be written.
 */
export async function openSoftTargets(
  folder: string,
  config: SoftTargetConfig,
): Promise<SoftTargetFolder> {
  const action = `Cannot write soft targets to "${folder}"`;
  const text = encodeSoftTargetConfig(config);
  using cleanup = new DisposableStack();
  try {
    await Deno.mkdir(folder, { recursive: true });
    const before = await namesIn(folder);
    if (!before.includes(CONFIG_FILE)) {
      if (before.length > 0) {
        throw new TeacherError(
          `${action}: it must be empty or new: it holds "${
            before[0]
          }"; name another folder with --out`,
        );
      }
      await createConfig(join(folder, CONFIG_FILE), text);
    }
    const lock = await lockRun(folder);
    if (!lock) {
      throw new TeacherError(
        `${action}: only one process may write to it: another one does; wait for it or name another folder with --out`,
      );
    }
    cleanup.use(lock);
    if (await Deno.readTextFile(join(folder, CONFIG_FILE)) !== text) {
      throw new TeacherError(
        `${action}: it must be empty or hold soft targets of the same configuration: it holds others; name another folder with --out`,
      );
    }
    await removeTemporaries(folder);
    const names = await namesIn(folder);
    const missing = Array.from({ length: config.versions }, (_, v) => v)
      .filter((version) => !names.includes(versionFile(version)));
    const unlock = cleanup.move();
    return { missing, [Symbol.dispose]: () => unlock.dispose() };
  } catch (error) {
    throw fileErrorAs(
      TeacherError,
      action,
      error,
      "name another folder with --out",
    );
  }
}

/** The names in a folder, without temporary files. */
async function namesIn(folder: string): Promise<string[]> {
  const names = await Array.fromAsync(Deno.readDir(folder), (e) => e.name);
  return names.filter((name) => !isTemporary(name));
}

/** Writes the file unless it exists: another process may have locked it. */
async function createConfig(path: string, text: string): Promise<void> {
  await Deno.writeTextFile(path, text, { createNew: true }).catch((error) => {
    if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
  });
}

/**
 * Writes the soft targets of one version of the images.
 *
 * @param version From 0.
 * @param rows float32 [count, rowSize(classes)].
 * @throws {TeacherError} if the file can't be written; an earlier one stays.
 */
export async function writeVersion(
  folder: string,
  version: number,
  rows: Float32Array<ArrayBuffer>,
): Promise<void> {
  const path = join(folder, versionFile(version));
  try {
    await writeFileAtomically(path, new Uint8Array(rows.buffer));
  } catch (error) {
    throw fileErrorAs(
      TeacherError,
      `Cannot write "${path}"`,
      error,
      "make room",
    );
  }
}

/**
 * Reads soft targets.
 *
 * @param data The digits that the student learns from and is scored on. The soft
 * targets must be for the same: teachers that were trained on the student's test
 * images would leak their labels.
 * @throws {TeacherError} if they are missing, incomplete, damaged or for other digits.
 */
export async function readSoftTargets(
  folder: string,
  data: DatasetRecord,
): Promise<StoredSoftTargets> {
  const action = `Cannot learn from "${folder}"`;
  const hash = createHash("sha256");
  try {
    const path = join(folder, CONFIG_FILE);
    const config = decodeSoftTargetConfig(
      await readSmallFile(path, MAX_CONFIG_BYTES, action),
      (fault) => new TeacherError(`Cannot read "${path}": ${fault}; ${ADVICE}`),
    );
    hash.update(encodeSoftTargetConfig(config));
    const { versions, data: { trainCount: count, sha256 } } = config;
    if (sha256 !== data.sha256 || count !== data.trainCount) {
      throw new TeacherError(
        `${action}: its soft targets must be for the images that are learned from now: they are for ${count} images of ${
          oneLine(config.data.name)
        }, or others are held out; ${ADVICE}`,
      );
    }
    const size = count * rowSize(data.classes?.length ?? CLASS_COUNT);
    const files: Uint8Array[] = [];
    for (let version = 0; version < versions; version++) {
      const bytes = await readVersion(
        join(folder, versionFile(version)),
        4 * size,
      );
      hash.update(bytes);
      files.push(bytes);
    }
    const rows = new Float32Array(versions * size);
    const all = new Uint8Array(rows.buffer);
    files.forEach((bytes, version) => all.set(bytes, version * bytes.length));
    if (!rows.every(Number.isFinite)) {
      throw new TeacherError(
        `${action}: its values must be finite numbers: some are not; ${ADVICE}`,
      );
    }
    return { versions, count, rows, config, sha256: hash.digest("hex") };
  } catch (error) {
    throw fileErrorAs(TeacherError, action, error, ADVICE);
  }
}

async function readVersion(
  path: string,
  size: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const action = `Cannot read "${path}"`;
  const bytes = await readSmallFile(path, size, action).catch((error) => {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    throw new TeacherError(
      `${action}: it is missing; run the same deno task teach again, which makes what is missing`,
    );
  });
  if (bytes.length === size) return bytes;
  throw new TeacherError(
    `${action}: it must have ${size} bytes: current value is ${bytes.length}; delete it, and make it again with deno task teach`,
  );
}

/** Numbered from 1, as epochs are. */
function versionFile(version: number): string {
  return `version-${String(version + 1).padStart(4, "0")}.f32`;
}
