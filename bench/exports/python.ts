/** Exports opened in Python. @module */
import { join } from "node:path";
import * as v from "valibot";
import { ExportError } from "../../lib/export/format.ts";
import { parseJson } from "../../lib/files/json.ts";
import { pythonEnvironment } from "../contenders.ts";
import type { Answers } from "./comparison.ts";

/** What Python says of an export. */
export interface Reading {
  readonly folder: string;
  /** The package and its version. */
  readonly reader: string;
  /** What the program in the README printed. */
  readonly printed: string;
  readonly answers: Answers;
}

/** The command that installs Python's readers. */
export const INSTALL =
  "python3 -m venv data/bench/venv && data/bench/venv/bin/pip install -r bench/exports/requirements.txt";

const line = v.object({
  folder: v.string(),
  reader: v.optional(v.string()),
  printed: v.optional(v.string()),
  error: v.optional(v.string()),
});

/**
 * Opens exports by their Python packages, in one process.
 *
 * @param images File of pixels, uint8 [count, 28, 28].
 * @throws {ExportError} with Python's own message, if one can't be opened.
 */
export async function readInPython(
  images: string,
  folders: readonly string[],
): Promise<Reading[]> {
  const { stdout, stderr } = await new Deno.Command(pythonEnvironment.python, {
    args: [join(import.meta.dirname!, "readers.py"), images, ...folders],
  }).output();
  const decoder = new TextDecoder();
  const lines = decoder.decode(stdout).split("\n").filter((text) => text);
  if (lines.length !== folders.length) throw new Error(decoder.decode(stderr));
  return await Promise.all(lines.map(async (text) => {
    const { folder, reader, printed, error } = parseJson(
      text,
      line,
      (fault) => new Error(`Cannot read what Python printed: ${fault}`),
    );
    if (reader === undefined || printed === undefined) {
      throw new ExportError(
        `Cannot open "${folder}": ${error}; install Python's readers: ${INSTALL}`,
      );
    }
    const bytes = await Deno.readFile(join(folder, "answers.bin"));
    return { folder, reader, printed, answers: new Float32Array(bytes.buffer) };
  }));
}
