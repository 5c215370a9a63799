/** Programs that tests write and start; deno.json lists the two paths. @module */
import { join } from "node:path";

/** Runs the script that was written last. */
export const PROGRAM = join(import.meta.dirname!, "program.sh");
/** Where there is no program. */
export const NO_PROGRAM = join(import.meta.dirname!, "no_program");

const SCRIPT = join(import.meta.dirname!, "..", "..", "data", "test_program");

/**
 * Writes a program, in the place of the one before.
 *
 * @param script Of the shell.
 * @returns Its path.
 */
export async function writeProgram(script: string): Promise<string> {
  await Deno.writeTextFile(SCRIPT, script);
  return PROGRAM;
}
