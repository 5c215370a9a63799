/** The folder that TensorBoard reads, before and after a run is stopped. @module */
import { Buffer } from "node:buffer";
import { basename, join } from "node:path";
import { writeFileAtomically } from "../../../files/atomic_file.ts";
import { FileError, fileErrorAs } from "../../../files/errors.ts";
import { namesIn } from "../../../runs/finished.ts";
import { summary } from "../../../tensorflow/mod.ts";
import type { SelectedBackend } from "../../../tensorflow/select_backend.ts";
import { UsageError } from "../../command/flags.ts";

const ADVICE = "choose another folder with --tensorboard";

/**
 * Checks that TensorBoard's files can be written, before anything else is made. TensorFlow
 * writes them past Deno's permissions, which are checked here.
 *
 * @param tensorboard The folder that the user named; made if it is missing.
 * @param out Folder of a new run that the user named.
 * @throws {UsageError} if another backend computes, or the folder has another run's files.
 * @throws {FileError} if it can't be written.
 */
export async function prepareLogFolder(
  tensorboard: string,
  { name }: Pick<SelectedBackend, "name">,
  { out }: { readonly out?: string },
): Promise<void> {
  if (name !== "tensorflow") {
    throw new UsageError(
      `Cannot use --tensorboard: TensorFlow's library must compute, which writes TensorBoard's files: the backend is ${name}; leave one of the two out`,
    );
  }
  try {
    await Deno.mkdir(tensorboard, { recursive: true });
    await Deno.remove(await Deno.makeTempFile({ dir: tensorboard }));
  } catch (error) {
    throw fileErrorAs(
      FileError,
      `Cannot write TensorBoard's files into "${tensorboard}"`,
      error,
      ADVICE,
    );
  }
  if (out === undefined) return;
  const folder = join(tensorboard, basename(out));
  if ((await eventFiles(folder)).length === 0) return;
  throw new UsageError(
    `Cannot use --tensorboard: "${folder}" must hold no other run's files: it holds some; remove them, or ${ADVICE}`,
  );
}

/**
 * Removes what was written after a step, so that a run that goes on from there writes
 * nothing twice.
 *
 * @param step The last that is kept; below 0, nothing is.
 * @returns The tags that stay at that step.
 * @throws {FileError} if a file can't be read or written.
 */
export async function cutLog(
  folder: string,
  step: number,
): Promise<ReadonlySet<string>> {
  const tags = new Set<string>();
  for (const path of await eventFiles(folder)) {
    try {
      const content = await Deno.readFile(path);
      const kept = [...summary.readEvents(content)]
        .filter((event) => event.step <= step);
      kept.filter((event) => event.step === step)
        .forEach((event) => event.tags.forEach((tag) => tags.add(tag)));
      const size = kept.reduce((sum, { bytes }) => sum + bytes.length, 0);
      if (size === content.length) continue;
      await writeFileAtomically(
        path,
        Buffer.concat(kept.map(({ bytes }) => bytes)),
      );
    } catch (error) {
      throw fileErrorAs(FileError, `Cannot cut "${path}"`, error, ADVICE);
    }
  }
  return tags;
}

/**
 * Checks that what was written since the last check is there. TensorFlow says nothing when
 * a disk is full: the file then ends within a record, or grows no more.
 *
 * @param from How many bytes were there before.
 * @returns How many bytes are there now.
 * @throws {FileError} if something is missing.
 */
export async function requireWritten(
  path: string,
  from: number,
): Promise<number> {
  const action = `Cannot write "${path}"`;
  try {
    using file = await Deno.open(path);
    await file.seek(from, Deno.SeekMode.Start);
    const added = new Uint8Array(
      await new Response(file.readable).arrayBuffer(),
    );
    const whole = [...summary.readEvents(added)]
      .reduce((size, { bytes }) => size + bytes.length, 0);
    if (whole === added.length && whole > 0) return from + whole;
  } catch (error) {
    throw fileErrorAs(FileError, action, error);
  }
  throw new FileError(
    `${action}: it must hold whole records: its last one is cut off or missing, as on a full disk; make room, or ${ADVICE}`,
  );
}

/** The event files in a folder. */
export async function eventFiles(folder: string): Promise<string[]> {
  const names = await namesIn(folder);
  return names.filter(summary.isEventFile).map((name) => join(folder, name));
}
