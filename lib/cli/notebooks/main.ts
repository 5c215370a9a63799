/**
 * `deno task notebooks [--quick] [--write] [NAME…]`: every notebook from top
 * to bottom, without a browser, each in a fresh kernel.
 *
 * @module
 */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { exitCodeOfTool } from "../command/exit.ts";
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

const usage = `Usage: deno task notebooks [--quick] [--write] [NAME…]

Runs the notebooks whose names begin with NAME, or all of them.

  --quick  few steps instead of many: shows that everything runs
  --write  saves the outputs in the notebooks`;

/** What to run and how. */
interface Options {
  readonly quick: boolean;
  readonly write: boolean;
  readonly names: readonly string[];
}

if (import.meta.main) {
  Deno.exit(await exitCodeOfTool(() => main(Deno.args)));
}

/** Runs what the arguments ask for; returns the exit code. */
export async function main(args: string[]): Promise<number> {
  const options = readOptions(args);
  if (typeof options === "string") {
    console.error(options);
    return 2;
  }
  const paths = await find(options.names);
  if (paths.length === 0) {
    console.error(
      `Cannot run notebooks: a name must begin one of those in notebooks/: current value is ${
        options.names.join(" ")
      }`,
    );
    return 2;
  }
  const environment = await prepareJupyter((line) => console.error(line));
  let failed = 0;
  for (const path of paths) {
    if (!await runOne(path, environment, options)) failed++;
  }
  return failed === 0 ? 0 : 1;
}

function readOptions(args: string[]): Options | string {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        quick: { type: "boolean", default: false },
        write: { type: "boolean", default: false },
      },
    });
    return { ...values, names: positionals };
  } catch (error) {
    return `${(error as Error).message}\n\n${usage}`;
  }
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
  { quick, write }: Options,
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
