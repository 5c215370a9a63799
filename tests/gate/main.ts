/**
 * `deno task test`: everything that must pass, two tasks at a time. What a task
 * wrote is shown when it has ended, then how long it took. The last line is
 * "N passed, N failed".
 *
 * @module
 */
import { countTests } from "./counts.ts";
import { runWithin } from "./run_within.ts";

/** Tasks in the order in which they begin, two at a time. */
const tasks: readonly (readonly string[])[] = [
  // Installing JupyterLab waits for the network while the others compute
  ["notebooks", "--quick"],
  ["check"],
  ["test:unit"], // Fetches TensorFlow's library, which the others need
  ["test:slow"],
  ["conformance"],
  ["test:site"],
  ["test:demo"],
  ["test:widgets"],
];

/**
 * How long a task may take: a task that hangs must not take its output with it. Two
 * cores need seven minutes for the longest.
 */
const LIMIT_SECONDS = 15 * 60;

/** How a task ended. */
interface Outcome {
  readonly name: string;
  readonly ok: boolean;
  readonly seconds: number;
  readonly passed: number;
  readonly failed: number;
}

async function runTask(
  words: readonly string[],
  signal: AbortSignal,
): Promise<Outcome> {
  const name = words.join(" ");
  console.log(`deno task ${name} begins`);
  const { how, seconds, output } = await runWithin(
    [Deno.execPath(), "task", ...words],
    LIMIT_SECONDS,
    signal,
  );
  const { passed, failed } = countTests(output);
  const ending = {
    ok: "ok after",
    failed: "FAILED after",
    late: "FAILED: ended, because it was still running after",
  }[how];
  console.log(
    `\n== deno task ${name}: ${ending} ${seconds.toFixed(0)} s\n\n${output}`,
  );
  const ok = how === "ok";
  return {
    name,
    ok,
    seconds,
    passed,
    // Formatting, lint, types, a notebook, or a task that was ended
    failed: !ok && failed === 0 ? 1 : failed,
  };
}

async function main(): Promise<number> {
  const start = performance.now();
  const interrupted = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    Deno.addSignalListener(signal, () => interrupted.abort());
  }
  const outcomes: Outcome[] = [];
  const waiting = tasks.values();
  const runWaiting = async () => {
    for (const words of waiting) {
      if (interrupted.signal.aborted) break;
      outcomes.push(await runTask(words, interrupted.signal));
    }
  };
  await Promise.all([runWaiting(), runWaiting()]);
  const seconds = (performance.now() - start) / 1000;
  for (const { name, ok, seconds } of outcomes) {
    console.log(
      `${ok ? "ok    " : "FAILED"} ${
        seconds.toFixed(0).padStart(4)
      } s  ${name}`,
    );
  }
  console.log(`${seconds.toFixed(0)} s in all`);
  const sum = (key: "passed" | "failed") =>
    outcomes.reduce((sum, outcome) => sum + outcome[key], 0);
  console.log(`${sum("passed")} passed, ${sum("failed")} failed`);
  if (interrupted.signal.aborted) return 130;
  return outcomes.every(({ ok }) => ok) ? 0 : 1;
}

Deno.exit(await main());
