/**
 * `deno task runs`: lists, compares and removes runs.
 *
 * @module
 */
import { FileError } from "../../files/errors.ts";
import { type AnyRun, type ListedRun, listRuns } from "../../runs/list.ts";
import { removeRun } from "../../runs/remove.ts";
import {
  type Command,
  type FlagValues,
  readArguments,
} from "../command/arguments.ts";
import { ExitCode, exitCodeOfTool } from "../command/exit.ts";
import { pathFlag, switchFlag, UsageError } from "../command/flags.ts";
import { comparisonFile, runsFolder } from "../command/folders.ts";
import { helpText } from "../command/help.ts";
import { writeOutFile } from "../command/out_file.ts";
import { print, say } from "../command/output.ts";
import { runsFlag } from "../command/shared_flags.ts";
import { compareRuns } from "./compare.ts";
import { listLines, summarizeRun } from "./describe.ts";
import { findRun } from "./find_run.ts";
import { comparisonPage } from "./page.ts";
import { comparisonLines } from "./report.ts";

/** `deno task runs`. */
export const RUNS = {
  name: "runs",
  words: "[compare RUN RUN... | remove RUN...]",
  summary:
    "Lists runs, the newest first: epochs done, accuracy with its 95 % interval, and whether each is finished, interrupted or running.\n\nWith compare, draws the curves of several runs on one HTML page, which works offline, and shows how they differ from the first. With remove, deletes runs. RUN is newest, the beginning of a name, or another part of it, such as best_1.",
  flags: {
    runs: runsFlag,
    out: pathFlag({
      value: "FILE",
      help: "with compare, the page",
      otherwise: "data/comparison.html",
    }),
    yes: switchFlag({ help: "with remove, don't ask" }),
    json: switchFlag({ help: "print JSON" }),
  },
  notes:
    "The difference of two runs is paired if both are finished and learned from the same data: each then records which images it reads wrong. Otherwise the interval is as wide as if each had test images of its own, and the line says so.",
} satisfies Command;

/** What the command was given. */
interface Given {
  readonly flags: FlagValues<typeof RUNS.flags>;
  /** Folder of the runs. */
  readonly under: string;
  readonly runs: readonly AnyRun[];
}

/**
 * Runs the command.
 *
 * @param ask Asks a question that is answered by yes or no; undefined where nobody is
 * there to answer.
 * @returns The exit code.
 * @throws Errors that `exitCodeOfTool` turns into a message and an exit code.
 */
export async function runsCommand(
  args: readonly string[],
  ask: ((question: string) => boolean) | undefined,
): Promise<number> {
  const read = readArguments(RUNS, args);
  if (!read) {
    print(helpText(RUNS));
    return ExitCode.OK;
  }
  const { flags, words: [verb, ...names] } = read;
  const under = flags.runs ?? runsFolder();
  const given = { flags, under, runs: await listRuns(under) };
  if (verb === undefined) return list(given);
  if (verb === "compare") return await compare(names, given);
  if (verb === "remove") return await remove(names, given, ask);
  throw new UsageError(
    `Cannot tell what to do with runs: the first word must be compare or remove: current value is "${verb}"`,
  );
}

function list({ flags: { json }, under, runs }: Given): number {
  if (json) {
    printJson({
      folder: under,
      runs: runs.map((run) =>
        run.state === "damaged"
          ? { name: run.name, state: run.state, fault: run.fault }
          : summarizeRun(run)
      ),
    });
  } else if (runs.length === 0) {
    say(`No runs in "${under}": deno task train makes one`);
  } else listLines(runs).forEach(print);
  return ExitCode.OK;
}

async function compare(
  names: readonly string[],
  { flags, under, runs }: Given,
): Promise<number> {
  const action = "Cannot compare runs";
  const chosen = names.map((name) => {
    const run = findRun(name, runs, { action, under });
    if (run.state === "damaged") throw new FileError(run.fault);
    if (run.history.epochs.length > 0) return run;
    throw new UsageError(
      `${action}: each must have finished an epoch: "${run.name}" has not`,
    );
  });
  requireSeveral(chosen, action);
  const comparison = await compareRuns(chosen);
  const page = flags.out ?? comparisonFile();
  await writeOutFile(page, await comparisonPage(comparison, chosen));
  if (flags.json) {
    printJson({ page, ...comparison });
    return ExitCode.OK;
  }
  comparisonLines(comparison).forEach(print);
  say(`Page: ${page}`);
  return ExitCode.OK;
}

/** @throws {UsageError} if there are fewer than two runs, or one is named twice. */
function requireSeveral(runs: readonly ListedRun[], action: string): void {
  const twice = runs.find((run, index) => runs.indexOf(run) < index);
  if (twice) {
    throw new UsageError(
      `${action}: they must be different ones: "${twice.name}" is named twice`,
    );
  }
  if (runs.length >= 2) return;
  throw new UsageError(
    `${action}: at least two must be named: current count is ${runs.length}; deno task runs lists them`,
  );
}

async function remove(
  names: readonly string[],
  { flags, under, runs }: Given,
  ask: ((question: string) => boolean) | undefined,
): Promise<number> {
  const action = "Cannot remove runs";
  const chosen = new Set(
    names.map((name) => findRun(name, runs, { action, under })),
  );
  if (chosen.size === 0) {
    throw new UsageError(
      `${action}: at least one must be named: current count is 0; deno task runs lists them`,
    );
  }
  const found = [...chosen].map(({ name }) => name);
  if (!flags.yes) {
    if (!ask) {
      throw new UsageError(
        `${action}: --yes must be given where nobody can be asked: it is missing; this would remove ${
          found.join(", ")
        }`,
      );
    }
    if (!ask(`Remove ${found.join(", ")} for good?`)) {
      say("Nothing is removed");
      return ExitCode.OK;
    }
  }
  for (const { path, name } of chosen) {
    await removeRun(path);
    if (!flags.json) print(`Removed ${name}`);
  }
  if (flags.json) printJson({ removed: found });
  return ExitCode.OK;
}

function printJson(value: object): void {
  print(JSON.stringify(value, undefined, 2));
}

if (import.meta.main) {
  const ask = Deno.stdin.isTerminal()
    ? (question: string) => confirm(question)
    : undefined;
  Deno.exit(await exitCodeOfTool(() => runsCommand(Deno.args, ask)));
}
