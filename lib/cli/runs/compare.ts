/** What `deno task runs compare` works out. @module */
import { differenceInterval } from "../../evaluation/difference_interval.ts";
import type { RunCurves } from "../../plots/curves/run_curves.ts";
import { type ListedRun, scoreOf } from "../../runs/list.ts";
import { readMistakes } from "../../runs/record.ts";
import { flatSettings, type SettingValue } from "../../runs/settings.ts";
import { type RunSummary, summarizeRun } from "./describe.ts";

/** How a run's accuracy differs from the first one's. */
export interface RunDifference {
  readonly first: string;
  readonly second: string;
  /** The second share of right answers minus the first, with its 95 % interval. */
  readonly difference: number;
  readonly low: number;
  readonly high: number;
  /** `paired`: both answered the same images, and it is known which each read right. */
  readonly method: "paired" | "unpaired";
  /** Why it is not paired. */
  readonly reason?: string;
  /** Images that only one of them reads right, if it is paired. */
  readonly onlyFirst?: number;
  readonly onlySecond?: number;
}

/** A setting in which runs differ, by the runs' order; null where one lacks it. */
export interface SettingDifference {
  readonly setting: string;
  readonly values: readonly (SettingValue | null)[];
}

/** Several runs side by side. */
export interface RunComparison {
  readonly runs: readonly RunSummary[];
  /** Of each other run from the first. */
  readonly differences: readonly RunDifference[];
  readonly settings: readonly SettingDifference[];
}

/**
 * Compares runs with the first of them.
 *
 * @param runs At least two, each with an epoch at least.
 * @throws {FileError} if a run's `mistakes.json` is damaged.
 */
export async function compareRuns(
  runs: readonly ListedRun[],
): Promise<RunComparison> {
  const [first, ...others] = runs;
  return {
    runs: runs.map(summarizeRun),
    differences: await Promise.all(
      others.map((other) => differenceOf(first, other)),
    ),
    settings: settingDifferences(runs),
  };
}

/** The curves of runs, for a figure. */
export function curvesOf(runs: readonly ListedRun[]): RunCurves[] {
  return runs.map(({ name, history: { epochs } }) => ({
    name,
    trainLoss: epochs.map(({ trainLoss }) => trainLoss),
    testLoss: epochs.map(({ testLoss }) => testLoss),
    errors: epochs.map(({ testCorrect, testCount }) =>
      100 * (1 - testCorrect / testCount)
    ),
  }));
}

async function differenceOf(
  first: ListedRun,
  second: ListedRun,
): Promise<RunDifference> {
  const names = { first: first.name, second: second.name };
  const [a, b] = [scoreOf(first)!, scoreOf(second)!];
  const [wrongA, wrongB] = await Promise.all([first, second].map(wrongImages));
  const sameImages = first.config.data.sha256 === second.config.data.sha256;
  if (!sameImages || !wrongA || !wrongB) {
    return {
      ...names,
      ...differenceInterval(a, b),
      method: "unpaired",
      reason: sameImages
        ? `${
          (wrongA ? second : first).name
        } does not tell which images it reads wrong`
        : "the runs are on different images",
    };
  }
  const bothWrong = [...wrongA].filter((image) => wrongB.has(image)).length;
  const bothRight = a.count - wrongA.size - wrongB.size + bothWrong;
  return {
    ...names,
    ...differenceInterval(a, b, bothRight),
    method: "paired",
    onlyFirst: wrongB.size - bothWrong,
    onlySecond: wrongA.size - bothWrong,
  };
}

/** Images that a finished run reads wrong; undefined if it is not known. */
async function wrongImages(run: ListedRun): Promise<Set<number> | undefined> {
  if (run.state !== "finished") return undefined;
  const kept = await readMistakes(run.path);
  if (!kept) return undefined;
  const { correct, count } = scoreOf(run)!;
  const images = new Set(kept.mistakes.map(({ image }) => image));
  const fits = kept.count === count && images.size === count - correct &&
    kept.mistakes.every(({ image }) => image < count);
  return fits ? images : undefined;
}

/** Settings of recipes, data and versions that are not the same in all runs. */
function settingDifferences(runs: readonly ListedRun[]): SettingDifference[] {
  const all = runs.map(({ config }) => {
    const { recipe, data, softTargets, versions } = config;
    const { name, ...rest } = recipe;
    return new Map<string, SettingValue>(
      [
        ["recipe", name],
        ...flatSettings(rest),
        [
          "data",
          `${data.name}, ${data.trainCount} and ${data.testCount} images`,
        ],
        ["data.sha256", data.sha256.slice(0, 16)],
        ...softTargets === undefined
          ? []
          : [["softTargets", softTargets.slice(0, 16)] as const],
        ...flatSettings(versions, "versions."),
      ] as const,
    );
  });
  const names = new Set(all.flatMap((settings) => [...settings.keys()]));
  return [...names].map((setting) => ({
    setting,
    values: all.map((settings) => settings.get(setting) ?? null),
  })).filter(({ values }) => new Set(values).size > 1);
}
