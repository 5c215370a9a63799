/** A comparison of runs in words and tables, for the terminal and the page. @module */
import { columns } from "../../terminal/columns.ts";
import { pythonFixed } from "../../terminal/python_format.ts";
import type { RunComparison, RunDifference } from "./compare.ts";
import { accuracyText } from "./describe.ts";

/** A table with its headings. */
export interface ReportTable {
  readonly headings: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Columns that are aligned to the right, from 0. */
  readonly right: readonly number[];
}

/** The runs, a row each. */
export function runsTable({ runs }: RunComparison): ReportTable {
  const sets = new Set(runs.map(({ set }) => set));
  const set = sets.size === 1 ? [...sets][0] : "test or validation";
  return {
    headings: [
      ...["run", "recipe", "seed", "parameters", "epochs"],
      ...[`${set} accuracy, % (95 %)`, `${set} loss`, "training loss"],
      ...["training, s", "state"],
    ],
    rows: runs.map((run) => [
      ...[run.name, run.recipe, String(run.seed)],
      run.parameters.toLocaleString("en"),
      `${run.epochsDone}/${run.epochs}`,
      accuracyText(run),
      run.score?.loss.toFixed(4) ?? "–",
      run.trainLoss?.toFixed(4) ?? "–",
      run.seconds.toFixed(0),
      run.state,
    ]),
    right: [2, 3, 4, 6, 7, 8],
  };
}

/** The settings in which the runs differ, a row each. */
export function settingsTable(
  { runs, settings }: RunComparison,
): ReportTable {
  return {
    headings: ["setting", ...runs.map(({ name }) => name)],
    rows: settings.map(({ setting, values }) => [
      setting,
      ...values.map((value) => String(value ?? "–")),
    ]),
    right: [],
  };
}

/** One sentence for each difference: how large, how certain, and by what. */
export function differenceLines({ differences }: RunComparison): string[] {
  return differences.map((difference) => {
    const { first, second, low, high } = difference;
    return `${second} minus ${first}: ${
      points(difference.difference)
    } percentage points (95 %: ${points(low)} to ${points(high)}), ${
      basis(difference)
    }`;
  });
}

/** What the intervals leave out. */
export const CAVEAT =
  "The intervals cover other test images, not other seeds, which change accuracy too: deno task sweep trains several.";

/** The whole comparison, for a terminal. */
export function comparisonLines(comparison: RunComparison): string[] {
  return [
    ...tableLines(runsTable(comparison)),
    "",
    ...differenceLines(comparison),
    CAVEAT,
    ...comparison.settings.length === 0
      ? []
      : ["", ...tableLines(settingsTable(comparison))],
  ];
}

function tableLines({ headings, rows, right }: ReportTable): string[] {
  return columns([headings, ...rows], right);
}

function basis(
  { first, second, method, reason, onlyFirst, onlySecond }: RunDifference,
): string {
  return method === "paired"
    ? `paired: of the same images, ${onlySecond} are read right by ${second} alone, ${onlyFirst} by ${first} alone`
    : `not paired, as if each had test images of its own: ${reason}`;
}

/** `+0.07`, with a real minus. */
function points(share: number): string {
  const text = pythonFixed(100 * Math.abs(share), 2);
  return text === "0.00" ? text : `${share < 0 ? "−" : "+"}${text}`;
}
