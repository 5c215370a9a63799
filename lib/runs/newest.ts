/** Which run is the newest. @module */
import { join } from "node:path";
import { datasetDigest } from "../data/dataset_digest.ts";
import type { Dataset } from "../data/digits.ts";
import { type FinishedRun, finishedRuns, namesIn } from "./finished.ts";
import { uncheckedConfig } from "./record.ts";

/**
 * The finished run on these digits that started last.
 *
 * @param under Folder of the runs; it may be missing.
 * @param dataset Recognised by its SHA-256, wherever its files are.
 * @param onDamaged Called with one line about each run that is skipped because its
 * files are damaged; by default, it is shown as a warning.
 */
export async function newestRun(
  under: string,
  dataset: Pick<Dataset, "train" | "test">,
  onDamaged: (message: string) => void = console.warn,
): Promise<FinishedRun | undefined> {
  const digest = datasetDigest(dataset);
  const runs = await finishedRuns(under, onDamaged);
  return runs.filter(({ config: { data } }) => data.sha256 === digest)
    .sort((a, b) =>
      Date.parse(b.config.started) - Date.parse(a.config.started)
    )[0];
}

/**
 * The paths of all folders of runs, finished or not, the run that started last
 * first. Those whose `config.json` gives no time come last, sorted by name: the names
 * that runs are given sort by time.
 *
 * @param under Folder of the runs; it may be missing.
 */
export async function runsNewestFirst(under: string): Promise<string[]> {
  const names = await namesIn(under);
  const runs = await Promise.all(
    names.sort().reverse().map(async (name) => {
      const path = join(under, name);
      const { started } = await uncheckedConfig(path);
      const time = Date.parse(String(started));
      return { path, time: Number.isNaN(time) ? -Infinity : time };
    }),
  );
  return runs.sort(({ time: a }, { time: b }) => a === b ? 0 : b - a)
    .map(({ path }) => path);
}
