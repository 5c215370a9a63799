/**
 * `deno task test`: everything that must pass, two tasks at a time. What a task
 * wrote is shown when it has ended, then how long it took. The last line is
 * "N passed, N failed".
 *
 * @module
 */
import { countTests } from "./counts.ts";

/** Tasks that follow each other; the two lines run side by side. */
const lanes: readonly (readonly (readonly string[])[])[] = [
  [["check"], ["test:unit"], ["test:slow"]],
  // Installing JupyterLab waits for the network while the first lane computes.
  // Conformance needs TensorFlow's library, which by then the tests have installed
  [
    ["notebooks", "--quick"],
    ["conformance"],
    ["test:widgets"],
    ["test:demo"],
    ["test:site"],
  ],
];

/** How a task ended. */
interface Outcome {
  readonly name: string;
  readonly ok: boolean;
  readonly seconds: number;
  readonly passed: number;
  readonly failed: number;
}

async function runTask(words: readonly string[]): Promise<Outcome> {
  const name = words.join(" ");
  console.log(`deno task ${name} begins`);
  const start = performance.now();
  const child = new Deno.Command("sh", {
    // One stream, so that errors stand where they were written
    args: ["-c", 'exec "$0" "$@" 2>&1', Deno.execPath(), "task", ...words],
    env: { NO_COLOR: "1" },
    stdin: "null",
    stdout: "piped",
  }).spawn();
  const output = await new Response(child.stdout).text();
  const { success } = await child.status;
  const seconds = (performance.now() - start) / 1000;
  const { passed, failed } = countTests(output);
  console.log(
    `\n== deno task ${name}: ${success ? "ok" : "FAILED"} after ${
      seconds.toFixed(0)
    } s\n\n${output}`,
  );
  return {
    name,
    ok: success,
    seconds,
    passed,
    // Formatting, lint, types or a notebook
    failed: !success && failed === 0 ? 1 : failed,
  };
}

async function main(): Promise<number> {
  const start = performance.now();
  const outcomes = (await Promise.all(lanes.map(async (tasks) => {
    const outcomes: Outcome[] = [];
    for (const words of tasks) outcomes.push(await runTask(words));
    return outcomes;
  }))).flat();
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
  return outcomes.every(({ ok }) => ok) ? 0 : 1;
}

Deno.exit(await main());
