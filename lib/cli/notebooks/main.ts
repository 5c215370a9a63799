/**
 * `deno task notebooks [--quick] [--write] [NAME…]`: runs every notebook from top to
 * bottom, without a browser, each in a fresh kernel.
 *
 * @module
 */
import { dirname, join } from "node:path";
import { writeFileAtomically } from "../../files/atomic_file.ts";
import {
  type Command,
  type FlagValues,
  readArguments,
} from "../command/arguments.ts";
import { ExitCode, exitCodeOf } from "../command/exit.ts";
import { switchFlag, UsageError } from "../command/flags.ts";
import { helpText } from "../command/help.ts";
import { print, say } from "../command/output.ts";
import {
  type JupyterEnvironment,
  prepareJupyter,
  projectDirectory,
} from "../jupyterlab/environment.ts";
import {
  encodeLiveForms,
  type LiveForms,
  liveForms,
  livePath,
} from "../../site/render/live.ts";
import { cleanNotebook } from "./clean.ts";
import { execute } from "./execute.ts";
import { type Notebook, notebookText } from "../../jupyter/notebook.ts";

/** Folders of the notebooks and of the solutions to their exercises. */
const FOLDERS = ["notebooks", "notebooks/solutions"];

/** The largest file that is saved, in bytes. */
const MAX_BYTES = 1.5e6;

/** `deno task notebooks`. */
export const NOTEBOOKS = {
  name: "notebooks",
  words: "[NAME...]",
  summary:
    "Runs every notebook from top to bottom, without a browser, each in a fresh kernel. With names, it runs those whose file names begin with one of them.",
  flags: {
    quick: switchFlag({
      help: "take few steps instead of many, to see that everything runs",
    }),
    write: switchFlag({ help: "save the outputs in the notebooks" }),
  },
  notes:
    "Ends with 0 if all of them ran, 1 if one failed, 2 for a wrong flag or name, 129 if its terminal was closed, 130 if interrupted.",
} satisfies Command;

/** @returns The exit code. */
async function main(args: string[], signal: AbortSignal): Promise<number> {
  const given = readArguments(NOTEBOOKS, args);
  if (!given) {
    print(helpText(NOTEBOOKS));
    return ExitCode.OK;
  }
  const { flags, words } = given;
  const paths = await findNotebooks(words);
  if (paths.length === 0) {
    throw new UsageError(
      `Cannot run notebooks: a name must begin one of those in notebooks/: current value is ${
        words.join(" ")
      }`,
    );
  }
  const environment = await prepareJupyter(say);
  let failed = 0;
  for (const path of paths) {
    if (!await runOne(path, environment, flags, signal)) failed++;
  }
  return failed === 0 ? ExitCode.OK : ExitCode.UNEXPECTED;
}

/**
 * Paths of notebooks from the project's folder, in order.
 *
 * @param starts Only those whose names start with one of these, if any is given.
 */
export async function findNotebooks(
  starts: readonly string[],
): Promise<string[]> {
  const matches = (name: string) =>
    name.endsWith(".ipynb") &&
    (starts.length === 0 || starts.some((start) => name.startsWith(start)));
  const paths: string[] = [];
  for (const folder of FOLDERS) {
    const entries = Deno.readDir(join(projectDirectory, folder));
    const names = await Array.fromAsync(entries, ({ name }) => name);
    paths.push(
      ...names.filter(matches).sort().map((name) => `${folder}/${name}`),
    );
  }
  return paths;
}

/** Runs a notebook and prints how it went; returns whether it succeeded. */
async function runOne(
  path: string,
  environment: JupyterEnvironment,
  { quick, write }: FlagValues<typeof NOTEBOOKS.flags>,
  signal: AbortSignal,
): Promise<boolean> {
  const file = join(projectDirectory, path);
  const start = performance.now();
  const outcome = await execute(file, environment, { quick, signal });
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  if (!outcome.ok) {
    print(`${path}  failed after ${seconds} s\n\n${outcome.message}\n`);
    return false;
  }
  const fault = write ? await save(file, outcome.notebook) : undefined;
  print(
    `${path}  ${
      fault === undefined ? `ok  ${seconds} s` : `failed: ${fault}\n`
    }`,
  );
  return fault === undefined;
}

/** Saves a notebook with its outputs; returns the reason if it can't be saved. */
async function save(
  file: string,
  notebook: Notebook,
): Promise<string | undefined> {
  const text = notebookText(cleanNotebook(notebook, privatePaths()));
  const size = new TextEncoder().encode(text).length;
  if (size > MAX_BYTES) {
    return `cannot save it: it must be at most ${MAX_BYTES} bytes: current value is ${size}`;
  }
  await writeFileAtomically(file, text);
  await saveLiveForms(file, liveForms(notebook));
}

/** Saves what makes the notebook's pictures move, beside it. */
async function saveLiveForms(file: string, forms: LiveForms): Promise<void> {
  const path = livePath(file);
  if (Object.keys(forms).length === 0) {
    await Deno.remove(path).catch((error) => {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    });
    return;
  }
  await Deno.mkdir(dirname(path), { recursive: true });
  await writeFileAtomically(path, encodeLiveForms(forms));
}

function privatePaths(): string[] {
  const home = Deno.env.get("HOME");
  return home ? [projectDirectory, home] : [projectDirectory];
}

if (import.meta.main) {
  Deno.exit(await exitCodeOf((signal) => main(Deno.args, signal)));
}
