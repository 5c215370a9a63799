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
  const same = runs.filter(({ config: { data } }) => data.sha256 === digest);
  return newestFirst(same, ({ config }) => config.started)[0];
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
      return { path, started };
    }),
  );
  return newestFirst(runs, ({ started }) => started).map(({ path }) => path);
}

/**
 * Sorts runs by when they started, the last one first; those whose time is unknown come
 * last, in the order they were in.
 *
 * @param startedOf A run's time in ISO 8601; anything else if it is unknown.
 */
export function newestFirst<Run>(
  runs: readonly Run[],
  startedOf: (run: Run) => unknown,
): Run[] {
  const timeOf = (run: Run) => {
    const time = Date.parse(String(startedOf(run)));
    return Number.isNaN(time) ? -Infinity : time;
  };
  return runs.toSorted((a, b) => {
    const [first, second] = [timeOf(a), timeOf(b)];
    return first === second ? 0 : second - first;
  });
}
