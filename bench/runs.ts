/**
 * `deno task bench:runs`: whole runs of `deno task train` and of the same recipe in
 * PyTorch, in turn. The clock runs from the start of the process to its end:
 * reading the data, the first step, every epoch, the final scores.
 *
 * @module
 */

import { fileURLToPath } from "node:url";
import { ExitCode } from "../lib/cli/command/exit.ts";
import { type Recipe, recipes } from "../lib/training/recipes/recipes.ts";
import { pythonEnvironment } from "./contenders.ts";
import { BENCH_RUNS, flagsOf } from "./flags.ts";
import { median } from "./statistics.ts";
import { TextLineStream } from "./workers/lines.ts";

const options = flagsOf(BENCH_RUNS);

/** A run's milestones, in seconds from the start of the process. */
interface Run {
  /** End of the process. */
  readonly total: number;
  /** End of the first epoch. */
  readonly epoch: number;
  /** End of the first epoch that reached the accuracy of `--until`. */
  readonly until?: number;
  /** In percent, after each epoch. */
  readonly accuracies: readonly number[];
}

const known: Readonly<Record<string, Recipe>> = recipes;

/** Signals that also end the current run, which would disturb the next timing. */
const SIGNALS: readonly Deno.Signal[] = ["SIGINT", "SIGTERM"];

if (!Deno.env.get("MNIST_DIR")) {
  console.error("MNIST_DIR must name the folder of MNIST's four files");
  Deno.exit(2);
}
const epochs = options.epochs ?? known[options.recipe].epochs;
const { until } = options;
const seeds = Array.from({ length: options.seeds }, (_, i) => i + 1);

/** Folder of the current run, deleted after it. */
const folder = fileURLToPath(new URL("../data/bench/run", import.meta.url));

const flags = options.bfloat16 ? ["--bfloat16"] : [];
const contenders: Record<string, (seed: number) => Deno.Command> = {
  [["deno task train", ...flags].join(" ")]: (seed) => train(seed, flags),
};
try {
  await Deno.stat(pythonEnvironment.python);
  contenders["PyTorch"] = (seed) => pyTorch(seed, []);
  if (options.bfloat16) {
    contenders["PyTorch, bfloat16"] = (seed) => pyTorch(seed, flags);
  }
  if (options.compile) {
    contenders["PyTorch, torch.compile"] = (seed) =>
      pyTorch(seed, ["--compile"]);
  }
} catch {
  console.error(
    `PyTorch is left out; to have it: ${pythonEnvironment.command}`,
  );
}
const results = Object.fromEntries(
  Object.keys(contenders).map((name) => [name, [] as Run[]]),
);
for (const seed of seeds) {
  for (const [name, command] of Object.entries(contenders)) {
    const run = await timed(command(seed));
    results[name].push(run);
    const times = [
      `first epoch ${run.epoch.toFixed(1)} s`,
      ...run.until ? [`until ${until} % ${run.until.toFixed(1)} s`] : [],
      `whole run ${run.total.toFixed(1)} s`,
    ];
    console.error(
      `${name}, seed ${seed}: ${times.join(", ")}; ${
        run.accuracies.join(" ")
      } %`,
    );
  }
}
print();
await Deno.remove(folder, { recursive: true });

function train(seed: number, flags: string[]): Deno.Command {
  const { recipe } = options;
  try {
    Deno.removeSync(folder, { recursive: true });
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  return new Deno.Command(Deno.execPath(), {
    args: [
      ...["task", "--quiet", "train", "--recipe", recipe],
      ...["--epochs", `${epochs}`, "--seed", `${seed}`, "--out", folder],
      ...flags,
    ],
    stdout: "piped",
    stderr: "null",
  });
}

function pyTorch(seed: number, flags: string[]): Deno.Command {
  const script = new URL("./peers/pytorch_train.py", import.meta.url).pathname;
  const recipe = { ...known[options.recipe], epochs, seed };
  return new Deno.Command(pythonEnvironment.python, {
    args: [script, JSON.stringify(recipe), ...flags],
    stdout: "piped",
    stderr: "inherit",
  });
}

async function timed(command: Deno.Command): Promise<Run> {
  const start = performance.now();
  const seconds = () => (performance.now() - start) / 1000;
  const child = command.spawn();
  const end = () => {
    child.kill();
    Deno.exit(130);
  };
  for (const signal of SIGNALS) Deno.addSignalListener(signal, end);
  const ends: { at: number; accuracy: number }[] = [];
  const lines = child.stdout.pipeThrough(new TextDecoderStream())
    .pipeThrough(new TextLineStream());
  for await (const line of lines) {
    const match = /^Test set: .*\((\d+\.\d+)%\)/.exec(line);
    if (match) ends.push({ at: seconds(), accuracy: Number(match[1]) });
  }
  const { success } = await child.status;
  for (const signal of SIGNALS) Deno.removeSignalListener(signal, end);
  if (!success || ends.length !== epochs) {
    console.error("A run failed; start it by itself to see why");
    Deno.exit(ExitCode.UNEXPECTED);
  }
  return {
    total: seconds(),
    epoch: ends[0].at,
    until: ends.find(({ accuracy }) => accuracy >= (until ?? Infinity))?.at,
    accuracies: ends.map(({ accuracy }) => accuracy),
  };
}

function print(): void {
  const [first] = Object.values(results);
  // A run that never reached the accuracy counts as slower than all others
  const show = (times: readonly (number | undefined)[]) => {
    const middle = median(times.map((time) => time ?? Infinity));
    const reached = times.filter((time) => time !== undefined);
    const text = middle === Infinity ? "never" : middle.toFixed(1);
    return reached.length === times.length
      ? text
      : `${text} (${reached.length} of ${times.length} runs)`;
  };
  const columns: [string, (run: Run) => number | undefined][] = [
    ["first epoch, s", ({ epoch }) => epoch],
    ["whole run, s", ({ total }) => total],
  ];
  if (until !== undefined) {
    columns.push([`until ${until} %, s`, ({ until }) => until]);
  }
  console.log(
    `\n${options.recipe}, ${epochs} epochs: median of ${seeds.length} runs from the start of the process\n`,
  );
  const titles = columns.flatMap(([title]) => [title, "ratio"]);
  console.log(`| | ${titles.join(" | ")} | accuracy at the end, % |`);
  console.log(`|---|${titles.map(() => "---|").join("")}---|`);
  for (const [name, runs] of Object.entries(results)) {
    const cells = columns.flatMap(([, of]) => {
      // The ratio is taken within each seed, where the machine's speed cancels out
      const ratios = runs.map((run, i) => of(run)! / of(first[i])!)
        .filter((ratio) => Number.isFinite(ratio));
      return [
        show(runs.map(of)),
        ratios.length > 0 ? median(ratios).toFixed(2) : "",
      ];
    });
    const last = median(runs.map(({ accuracies }) => accuracies.at(-1)!));
    console.log(`| ${name} | ${cells.join(" | ")} | ${last.toFixed(2)} |`);
  }
}
