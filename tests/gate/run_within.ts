/** A command that may take so long and no longer. @module */

/** How a command ended. */
export interface Ending {
  /** `"late"`: it was still running at its limit, and was ended with its processes. */
  readonly how: "ok" | "failed" | "late";
  readonly seconds: number;
  /** All that it wrote, errors where they were written. */
  readonly output: string;
}

/** Runs the words after it; ends them and their children when it is told to end. */
const SHELL = `trap 'trap - TERM; kill 0' TERM; "$0" "$@" 2>&1 & wait $!`;

/** Processes outside the command's group may keep its output open. */
const GRACE_SECONDS = 15;

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
  const output: string[] = [];
  const read = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  const end = () => child.kill("SIGTERM");
  signal.addEventListener("abort", end);
  const limit = setTimeout(() => {
    late = true;
    end();
  }, limitSeconds * 1000);
  const lastWord = setTimeout(
    () => read.cancel(),
    (limitSeconds + GRACE_SECONDS) * 1000,
  );
  try {
    for (let next; !(next = await read.read()).done;) output.push(next.value);
    const { success } = await child.status;
    return {
      how: late ? "late" : success ? "ok" : "failed",
      seconds: (performance.now() - start) / 1000,
      output: output.join(""),
    };
  } finally {
    clearTimeout(limit);
    clearTimeout(lastWord);
    signal.removeEventListener("abort", end);
  }
}
