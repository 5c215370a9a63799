/**
 * `deno task notebooks [--quick] [--write] [NAME…]`: every notebook from top
 * to bottom, without a browser, each in a fresh kernel.
 *
 * @module
 */
import { join } from "node:path";
import {
  type Command,
  type FlagValues,
  readArguments,
} from "../command/arguments.ts";
import { ExitCode, exitCodeOfTool } from "../command/exit.ts";
import { switchFlag, UsageError } from "../command/flags.ts";
import { helpText } from "../command/help.ts";
import { print } from "../command/output.ts";
import {
  type JupyterEnvironment,
  prepareJupyter,
  projectDirectory,
} from "../jupyter/environment.ts";
import { cleanNotebook } from "./clean.ts";
import { execute } from "./execute.ts";
import { notebookText } from "./notebook.ts";

/** Where the notebooks and the solutions of their exercises are. */
const folders = ["notebooks", "notebooks/solutions"];

/** The largest file that is saved, in bytes. */
const largestFile = 1.5e6;

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
    "Ends with 0 if all of them ran, 1 if one failed, 2 for a wrong flag or name.",
} satisfies Command;

if (import.meta.main) {
  Deno.exit(await exitCodeOfTool(() => main(Deno.args)));
}

/** Runs what the arguments ask for; returns the exit code. */
export async function main(args: string[]): Promise<number> {
  const given = readArguments(NOTEBOOKS, args);
  if (!given) {
    print(helpText(NOTEBOOKS));
    return ExitCode.OK;
  }
  const { flags, words } = given;
  const paths = await find(words);
  if (paths.length === 0) {
    throw new UsageError(
      `Cannot run notebooks: a name must begin one of those in notebooks/: current value is ${
        words.join(" ")
      }`,
    );
  }
  const environment = await prepareJupyter((line) => console.error(line));
  let failed = 0;
  for (const path of paths) {
    if (!await runOne(path, environment, flags)) failed++;
  }
  return failed === 0 ? 0 : 1;
}

/** Paths from the project's folder, in order. */
async function find(names: readonly string[]): Promise<string[]> {
  const paths: string[] = [];
  for (const folder of folders) {
    const found: string[] = [];
    try {
      for await (
        const { name } of Deno.readDir(join(projectDirectory, folder))
      ) {
        const wanted = names.length === 0 ||
          names.some((start) => name.startsWith(start));
        if (wanted && name.endsWith(".ipynb")) found.push(`${folder}/${name}`);
      }
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
    paths.push(...found.sort());
  }
  return paths;
}

async function runOne(
  path: string,
  environment: JupyterEnvironment,
  { quick, write }: FlagValues<typeof NOTEBOOKS.flags>,
): Promise<boolean> {
  const file = join(projectDirectory, path);
  const start = performance.now();
  const outcome = await execute(file, environment, { quick });
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  if (!outcome.ok) {
    console.log(`${path}  failed after ${seconds} s\n\n${outcome.message}\n`);
    return false;
  }
  if (write) {
    const clean = cleanNotebook(outcome.notebook, privatePaths());
    const text = notebookText(clean);
    const size = new TextEncoder().encode(text).length;
    if (size > largestFile) {
      console.log(
        `${path}  failed: cannot save it: it must be at most ${largestFile} bytes: current value is ${size}\n`,
      );
      return false;
    }
    await writeAtomically(file, text);
  }
  console.log(`${path}  ok  ${seconds} s`);
  return true;
}

function privatePaths(): string[] {
  const home = Deno.env.get("HOME");
  return home ? [projectDirectory, home] : [projectDirectory];
}

async function writeAtomically(path: string, text: string): Promise<void> {
  const temporary = `${path}.${Deno.pid}.tmp`;
  await Deno.writeTextFile(temporary, text);
  await Deno.rename(temporary, path);
}
