/** Runs that were trained to their end, as their folders tell. @module */
import { join } from "node:path";
import type { Dataset } from "../data/digits.ts";
import type { RunConfig, RunHistory } from "./run.ts";

/** A run with the scores of its last weights. */
export interface FinishedRun {
  /** Of its folder. */
  readonly name: string;
  /** Folder of the last epoch's model, for `loadModel`. */
  readonly last: string;
  readonly config: RunConfig;
  readonly history: Required<RunHistory>;
}

/**
 * The run that was begun last, of those that were trained to their end on all
 * training images of a set.
 *
 * @param under Folder of the runs; where it is missing, there are none.
 * @param dataset Whose name and number of training images the run must have.
 */
export async function newestRun(
  under: string,
  dataset: Pick<Dataset, "source" | "train">,
): Promise<FinishedRun | undefined> {
  const runs = (await finishedRuns(under)).filter(({ config: { data } }) =>
    data.name === dataset.source.name &&
    data.trainCount === dataset.train.count
  );
  return runs.sort((a, b) =>
    Date.parse(b.config.started) - Date.parse(a.config.started)
  )[0];
}

/** All runs with final scores; folders that can't be read as runs are left out. */
async function finishedRuns(under: string): Promise<FinishedRun[]> {
  const names = await Array.fromAsync(Deno.readDir(under), ({ name }) => name)
    .catch((error) => {
      if (error instanceof Deno.errors.NotFound) return [];
      throw error;
    });
  const found = await Promise.all(names.map((name) => readRun(under, name)));
  return found.filter((run) => run !== undefined);
}

async function readRun(
  under: string,
  name: string,
): Promise<FinishedRun | undefined> {
  const folder = join(under, name);
  try {
    const config = await readJson<RunConfig>(join(folder, "config.json"));
    const history = await readJson<RunHistory>(join(folder, "history.json"));
    if (!history.final || !config.data || !config.recipe) return undefined;
    return {
      name,
      last: join(folder, "last"),
      config,
      history: { ...history, final: history.final },
    };
  } catch (error) {
    const none = error instanceof SyntaxError ||
      error instanceof Deno.errors.NotFound ||
      error instanceof Deno.errors.NotADirectory;
    if (none) return undefined;
    throw error;
  }
}

async function readJson<Content>(path: string): Promise<Content> {
  return JSON.parse(await Deno.readTextFile(path));
}
