/** Programs that tests write and start; deno.json lists the two paths. @module */
import { join } from "node:path";

/** Runs the script that was written last. */
export const PROGRAM = join(import.meta.dirname!, "program.sh");
/** Where there is no program. */
export const NO_PROGRAM = join(import.meta.dirname!, "no_program");

const SCRIPT = join(import.meta.dirname!, "..", "..", "data", "test_program");

/** Locked while a test file uses the script: files run side by side. */
const LOCK = await Deno.open(`${SCRIPT}.lock`, { create: true, write: true });
let locked = false;

/**
 * Writes a program, in the place of the one before. It stays until the test file
 * ends or writes another.
 *
 * @param script Of the shell.
 * @returns Its path.
 */
export async function writeProgram(script: string): Promise<string> {
  if (!locked) await LOCK.lock(true);
  locked = true;
  await Deno.writeTextFile(SCRIPT, script);
  return PROGRAM;
}
