import { hasPermission } from "./has_permission.ts";

// For an interpreter that hangs: a broken shim, a dead network drive
const TIMEOUT = 20_000;

/** A command's output, or why it failed. */
export type CommandResult =
  | { ok: true; stdout: string }
  | { ok: false; reason: string; ran: boolean };

/**
 * Variables for programs that are started. Deno refuses to start a program from
 * a list of permitted ones while `LD_LIBRARY_PATH` is set, as it often is
 * beside CUDA.
 */
export async function linkerVariables(): Promise<Record<string, string>> {
  return await hasPermission({ name: "run" }) ? {} : { LD_LIBRARY_PATH: "" };
}

/** Runs a command and waits for it; never prompts for a permission. */
export async function runCommand(
  command: string,
  args: string[],
  env: Record<string, string> = {},
): Promise<CommandResult> {
  if (!(await hasPermission({ name: "run", command }))) {
    // Deno drops programs that are not on PATH from a list of permitted ones
    const reason = `is not on PATH, or needs --allow-run=${command}`;
    return { ok: false, reason, ran: false };
  }
  try {
    const { success, code, stdout, stderr } = await new Deno.Command(command, {
      args,
      env: { ...await linkerVariables(), ...env },
      stdin: "null",
      signal: AbortSignal.timeout(TIMEOUT),
    }).output();
    const text = new TextDecoder().decode(success ? stdout : stderr).trim();
    if (success) return { ok: true, stdout: text };
    return {
      ok: false,
      reason: text.split("\n").at(-1) || `ended with code ${code}`,
      ran: true,
    };
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) {
      return { ok: false, reason: "is not installed", ran: false };
    }
    return { ok: false, reason: (error as Error).message, ran: false };
  }
}
