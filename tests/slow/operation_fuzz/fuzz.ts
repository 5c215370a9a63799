/**
 * Runs random programs of TensorFlow.js's operations in processes of their own. A
 * program that ends its process, throws something else than an Error, leaves a
 * tensor behind or takes longer than two minutes is a find; the rest goes on after
 * it: `deno task fuzz:operations [PROGRAMS] [SEED]`. To see the program of a seed:
 * `deno run -A tests/slow/operation_fuzz/fuzz_process.ts SEED 0`.
 *
 * @module
 */
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { exitCodeOfTool } from "../../../lib/cli/command/exit.ts";

/** A new process now and then shows what piles up. */
const PROGRAMS_PER_PROCESS = 500;
/** The longest that a program may take, in milliseconds. */
const LONGEST = 120_000;
/** A process's memory in KiB: what needs more is refused at once. */
const MEMORY = 6_000_000;

/** A program and what it did. */
export interface Find {
  readonly seed: number;
  readonly fault: string;
}

/** How a run of the fuzzer ended. */
export interface Outcome {
  readonly programs: number;
  readonly returned: number;
  readonly refused: number;
  readonly finds: readonly Find[];
}

/**
 * Runs the programs of consecutive seeds.
 *
 * @param env Selects TensorFlow's kernels: `ONEDNN_MAX_CPU_ISA`.
 * @param onFind Called with each find at once.
 */
export async function fuzz(
  first: number,
  count: number,
  env: Record<string, string> = {},
  onFind: (find: Find) => void = () => {},
): Promise<Outcome> {
  const total = { programs: 0, returned: 0, refused: 0 };
  const finds: Find[] = [];
  const add = (find: Find) => {
    finds.push(find);
    onFind(find);
  };
  const end = first + count;
  for (let next = first; next < end;) {
    const size = Math.min(PROGRAMS_PER_PROCESS, end - next);
    next = await runProcess(next, size, env, total, add);
  }
  return { ...total, finds };
}

/** Runs one process; returns the seed to go on with. */
async function runProcess(
  first: number,
  count: number,
  env: Record<string, string>,
  total: { programs: number; returned: number; refused: number },
  add: (find: Find) => void,
): Promise<number> {
  const script = new URL("./fuzz_process.ts", import.meta.url).pathname;
  const command = [
    ...[Deno.execPath(), "run", "--quiet", "--no-prompt", "--no-check"],
    ...["--allow-read", "--allow-env", "--allow-ffi", "--allow-sys"],
    ...[script, `${first}`, `${count}`],
  ].map((word) => `'${word}'`).join(" ");
  const child = new Deno.Command("sh", {
    args: [
      "-c",
      `ulimit -c 0; ulimit -d ${MEMORY} 2>/dev/null || :; exec ${command}`,
    ],
    // TensorFlow writes down what it refuses; its own aborts are still seen
    env: { TF_CPP_MIN_LOG_LEVEL: "3", ...env },
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const stderr = new Response(child.stderr).text();
  let seed = first;
  let done = false;
  const stop = () => child.kill("SIGKILL");
  let timer = setTimeout(stop, LONGEST);
  const lines = createInterface({
    input: Readable.fromWeb(child.stdout as never),
  });
  for await (const text of lines) {
    clearTimeout(timer);
    timer = setTimeout(stop, LONGEST);
    const line = JSON.parse(text);
    if (typeof line === "number") {
      seed = line;
      total.programs++;
    } else if (line.find) add({ seed: line.seed, fault: line.find });
    else {
      done = true;
      total.returned += line.counts.returned;
      total.refused += line.counts.refused;
    }
  }
  const { code, signal } = await child.status;
  clearTimeout(timer);
  const errors = await stderr;
  if (done && code === 0) return first + count;
  const fault = signal === "SIGKILL"
    ? `took longer than ${LONGEST / 1000} s`
    : `ended its process: ${signal ?? code}: ${lastLines(errors)}`;
  add({ seed, fault });
  return seed + 1;
}

function lastLines(text: string): string {
  return text.trim().split("\n").filter((line) => !line.startsWith("=")).slice(
    -12,
  ).join("\n")
    .slice(0, 1500);
}

if (import.meta.main) Deno.exit(await exitCodeOfTool(main));

async function main(): Promise<number> {
  const [count = 20_000, seed = 1] = Deno.args.map(Number);
  const isa = Deno.env.get("ONEDNN_MAX_CPU_ISA");
  const outcome = await fuzz(
    seed,
    count,
    isa === undefined ? {} : { ONEDNN_MAX_CPU_ISA: isa },
    ({ seed, fault }) => console.log(`Seed ${seed} ${fault}`),
  );
  console.log(
    `${outcome.programs} programs, ${outcome.returned} calls returned, ${outcome.refused} refused, ${outcome.finds.length} finds`,
  );
  return outcome.finds.length > 0 ? 1 : 0;
}
