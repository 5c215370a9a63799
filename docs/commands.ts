/**
 * Writes docs/commands.md from the commands' declarations and the tasks in deno.json.
 *
 *     deno task docs:commands
 *
 * @module
 */
import {
  BENCH,
  BENCH_EXAMPLES,
  BENCH_FIT,
  BENCH_RUNS,
  EXPORT_CHECK,
  PROFILE,
} from "../bench/flags.ts";
import project from "../deno.json" with { type: "json" };
import { CARD } from "../lib/cli/card/main.ts";
import { type Command, flagName } from "../lib/cli/command/arguments.ts";
import type { Flag } from "../lib/cli/command/flags.ts";
import { commandUsage, flagUsage } from "../lib/cli/command/help.ts";
import { DEMO } from "../lib/cli/demo.ts";
import { DOCTOR } from "../lib/cli/doctor/main.ts";
import { EVALUATE } from "../lib/cli/evaluate.ts";
import { EXPORT } from "../lib/cli/export.ts";
import { FIND_RATE } from "../lib/cli/find_rate.ts";
import { NOTEBOOKS } from "../lib/cli/notebooks/main.ts";
import { PREDICT_CHECK } from "../lib/cli/predict/check_pictures.ts";
import { PREDICT } from "../lib/cli/predict/main.ts";
import { RUNS } from "../lib/cli/runs/main.ts";
import { SITE } from "../lib/cli/site.ts";
import { SWEEP } from "../lib/cli/sweep/main.ts";
import { TEACH } from "../lib/cli/teach.ts";
import { trainDeclaration } from "../lib/cli/train/flags.ts";
import { recipes } from "../lib/training/recipes/recipes.ts";

/** Commands with flags of their own, in the order of the page. */
const DECLARED: readonly Command[] = [
  trainDeclaration(recipes),
  EVALUATE,
  PREDICT,
  PREDICT_CHECK,
  DEMO,
  EXPORT,
  RUNS,
  CARD,
  SWEEP,
  TEACH,
  FIND_RATE,
  NOTEBOOKS,
  SITE,
  DOCTOR,
  BENCH,
  BENCH_FIT,
  BENCH_EXAMPLES,
  BENCH_RUNS,
  PROFILE,
  EXPORT_CHECK,
];

const PAGE = new URL("commands.md", import.meta.url);

const INTRODUCTION = `# Commands

<!-- Written by deno task docs:commands; change the declarations, not this page -->

Run \`deno task NAME\` anywhere inside the project. Relative paths start in the folder
that you are in. A flag's value follows it after a space or an equals sign:
\`--epochs 3\`, \`--epochs=3\`. Every command with flags has \`--help\`. Results go to
standard output, everything else to standard error.`;

const GENERAL = `## Exit codes

| Code | Meaning |
|---|---|
| 0 | The command did what it was asked to do |
| 1 | It failed: a loss became infinite or NaN, a trial or a notebook failed, training cannot run (\`doctor\`), or the program has a fault |
| 2 | A flag, a file, a folder, a permission or the machine is not as it must be; one line says what to do |
| 129 | Its terminal was closed |
| 130 | It was interrupted, by Ctrl-C or a request to end |

[faults.md](faults.md) lists what can go wrong, what is kept, and the test of each case.

## Environment variables

| Variable | Meaning |
|---|---|
| \`MNIST_DIR\` | Folder with MNIST's four files |
| \`TENSORFLOW_DIR\` | Folder of TensorFlow's C library, which is used before all others |
| \`VIRTUAL_ENV\`, \`CONDA_PREFIX\` | The active Python environment, whose TensorFlow may be used |
| \`CUDA_VISIBLE_DEVICES\` | Graphics cards that TensorFlow may use; empty for none |
| \`TF_CPP_MIN_LOG_LEVEL\`, \`TF_ENABLE_ONEDNN_OPTS\` | TensorFlow's own: how much it logs, whether it uses oneDNN |
| \`LD_LIBRARY_PATH\` | Where CUDA's libraries are, for commands that open TensorFlow's library themselves, such as \`train\` |

[permissions.md](permissions.md) says what commands may read, write and start, and
which TensorFlow is used.`;

/** The page's text, as \`deno fmt\` leaves it. */
export async function commandsPage(): Promise<string> {
  const declared = new Set(DECLARED.map(({ name }) => name));
  const link = (name: string) =>
    declared.has(name) ? `[${name}](#${name.replace(":", "")})` : name;
  const overview = Object.entries(project.tasks)
    .map(([name, { description }]) => [link(name), description]);
  const text = [
    INTRODUCTION,
    table(["Command", "What it does"], overview),
    ...DECLARED.flatMap(section),
    GENERAL,
  ].join("\n\n");
  return await formatMarkdown(text);
}

function section(command: Command): string[] {
  const flags = Object.entries(command.flags);
  return [
    `## ${command.name}`,
    "```\n" + commandUsage(command) + "\n```",
    command.summary,
    table(
      ["Flag", "What it does", "Values", "Default"],
      flags.map(([key, flag]) => [
        `\`${flagUsage(key, flag)}\``,
        [flag.help, ...flag.repeatable ? ["may be repeated"] : []].join("; "),
        flag.range ?? "",
        flag.otherwise ?? "",
      ]),
    ),
    ...flags.flatMap(([key, flag]) => companion(key, flag)),
    ...command.notes === undefined ? [] : [command.notes],
  ];
}

/** Which flag another one must come with. */
function companion(key: string, { needs }: Flag<unknown>): string[] {
  if (needs === undefined) return [];
  const unless = needs.unless === undefined
    ? ""
    : `, unless with \`--${needs.unless}\``;
  const reason = needs.reason === undefined ? "" : `: ${needs.reason}`;
  return [
    `\`--${
      flagName(key)
    }\` must come with \`--${needs.flag}\`${unless}${reason}.`,
  ];
}

function table(titles: readonly string[], rows: readonly string[][]): string {
  return [titles, titles.map(() => "---"), ...rows]
    .map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

/** Markdown as `deno fmt` leaves it. */
export async function formatMarkdown(text: string): Promise<string> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["fmt", "--ext=md", "-"],
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const output = child.output();
  const input = child.stdin.getWriter();
  await input.write(new TextEncoder().encode(text));
  await input.close();
  return new TextDecoder().decode((await output).stdout);
}

if (import.meta.main) await Deno.writeTextFile(PAGE, await commandsPage());
