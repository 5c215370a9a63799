import { ExitCode } from "../lib/cli/command/exit.ts";
import { parseFlags, UsageError } from "../lib/cli/command/flags.ts";

/**
 * The flags that a benchmark was given; ends the process with one line where one
 * does not exist.
 *
 * @param task For example `deno task bench`.
 */
export function flagsOf<O extends Parameters<typeof parseFlags>[1]>(
  options: O,
  task: string,
) {
  try {
    return parseFlags(Deno.args, options, task).values;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(error.message);
    Deno.exit(ExitCode.INPUT);
  }
}
