/** What `deno task runs` says of a run, for people and as JSON. @module */
import {
  type ProportionInterval,
  wilsonInterval,
} from "../../evaluation/confidence_intervals.ts";
import { trainableParameters } from "../../model/parameters.ts";
import { type AnyRun, type ListedRun, scoreOf } from "../../runs/list.ts";
import { columns } from "../../terminal/columns.ts";
import { pythonFixed } from "../../terminal/python_format.ts";

/** A run in a list or a comparison, as `--json` shows it. */
export interface RunSummary {
  readonly name: string;
  readonly state: ListedRun["state"];
  readonly recipe: string;
  readonly seed: number;
  readonly epochsDone: number;
  readonly epochs: number;
  /** Trainable parameters. */
  readonly parameters: number;
  /** When it was started, ISO 8601 in UTC. */
  readonly started: string;
  readonly data: string;
  /** Which images it is scored on. */
  readonly set: "test" | "validation";
  /** Left out before the end of the first epoch. */
  readonly score?: {
    /** The epoch whose weights are scored. */
    readonly epoch: number;
    readonly loss: number;
    readonly correct: number;
    readonly count: number;
    /** Share of right answers, with Wilson's 95 % interval. */
    readonly accuracy: number;
    readonly interval: ProportionInterval;
  };
  /** Mean training loss of the last epoch. */
  readonly trainLoss?: number;
  /** Spent on training steps. */
  readonly seconds: number;
}

/** What there is to say of a run. */
export function summarizeRun(run: ListedRun): RunSummary {
  const { name, state, config, history: { epochs } } = run;
  const { recipe, data, started } = config;
  const score = scoreOf(run);
  return {
    name,
    state,
    recipe: recipe.name,
    seed: recipe.seed,
    epochsDone: epochs.length,
    epochs: recipe.epochs,
    parameters: trainableParameters({
      ...recipe.network,
      ...data.classes && { classes: data.classes.length },
    }),
    started,
    data: data.name,
    set: data.heldOut ?? "test",
    ...score && {
      score: {
        ...score,
        accuracy: score.correct / score.count,
        interval: wilsonInterval(score.correct, score.count),
      },
    },
    trainLoss: epochs.at(-1)?.trainLoss,
    seconds: epochs.reduce((sum, { seconds }) => sum + seconds, 0),
  };
}

/** `99.58 (99.43–99.69)`, in percent; a dash before the end of the first epoch. */
export function accuracyText({ score }: Pick<RunSummary, "score">): string {
  if (!score) return "–";
  const percent = (share: number) => pythonFixed(100 * share, 2);
  const { accuracy, interval: { low, high } } = score;
  return `${percent(accuracy)} (${percent(low)}–${percent(high)})`;
}

/** The lines of the list, for a terminal. */
export function listLines(runs: readonly AnyRun[]): string[] {
  const damaged = runs.filter((run) => run.state === "damaged");
  const rows = runs.filter((run) => run.state !== "damaged")
    .map(summarizeRun).map((run) => [
      run.name,
      run.recipe,
      String(run.seed),
      `${run.epochsDone}/${run.epochs}`,
      accuracyText(run),
      run.set,
      run.parameters.toLocaleString("en"),
      localTime(run.started),
      run.state,
    ]);
  const headings = [
    ...["run", "recipe", "seed", "epochs", "accuracy, % (95 %)", "on"],
    ...["parameters", "started", "state"],
  ];
  return [
    ...rows.length === 0 ? [] : columns([headings, ...rows], [2, 3, 6]),
    ...damaged.map(({ name, fault }) => `${name}  damaged: ${fault}`),
  ];
}

/** `2026-11-28 08:20`, in local time. */
function localTime(iso: string): string {
  // Swedish dates are those of ISO 8601
  return new Date(iso).toLocaleString("sv").slice(0, 16);
}
