/** A command that may take so long and no longer. @module */

/** How a command ended. */
export interface Ending {
  /** `"late"`: it was still running at its limit, and was ended with its processes. */
  readonly how: "ok" | "failed" | "late";
  readonly seconds: number;
  /** All that it wrote, errors where they were written. */
  readonly output: string;
}

/** Runs the words after it, and ends what they leave behind, or all on request. */
const SHELL =
  `trap 'trap - TERM; kill 0' TERM; "$0" "$@" 2>&1 & wait $!; code=$?; trap '' TERM; kill 0; exit $code`;

/** How long a process outside the command's group may keep its output open. */
const GRACE_SECONDS = 10;

/**
 * Runs a command, and ends it with its processes if it takes too long.
 *
 * @param signal Ends it, too.
 */
export async function runWithin(
  command: readonly string[],
  limitSeconds: number,
  signal: AbortSignal,
): Promise<Ending> {
  const start = performance.now();
  const child = new Deno.Command("sh", {
    args: ["-c", SHELL, ...command],
    env: { NO_COLOR: "1" },
    stdin: "null",
    stdout: "piped",
    detached: true, // A process group of its own
  }).spawn();
  let late = false;
  const end = () => child.kill("SIGTERM");
  signal.addEventListener("abort", end);
  const limit = setTimeout(() => {
    late = true;
    end();
  }, limitSeconds * 1000);
  const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  const reading = readAll(reader);
  const { success } = await child.status;
  clearTimeout(limit);
  signal.removeEventListener("abort", end);
  const grace = setTimeout(() => reader.cancel(), GRACE_SECONDS * 1000);
  const output = await reading;
  clearTimeout(grace);
  return {
    how: late ? "late" : success ? "ok" : "failed",
    seconds: (performance.now() - start) / 1000,
    output,
  };
}

async function readAll(
  reader: ReadableStreamDefaultReader<string>,
): Promise<string> {
  let text = "";
  for (let next; !(next = await reader.read()).done;) text += next.value;
  return text;
}
