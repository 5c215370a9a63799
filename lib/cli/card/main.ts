/**
 * `deno task card`: writes a run's model card.
 *
 * @module
 */
import { dirname, join } from "node:path";
import { writeFileAtomically } from "../../files/atomic_file.ts";
import { FileError, fileError, fileErrorAs } from "../../files/errors.ts";
import { weightsDigest } from "../../model/files/model_folder.ts";
import { resultFolder } from "../../runs/folder.ts";
import { listRuns } from "../../runs/list.ts";
import { readFinishedRecord, readMistakes } from "../../runs/record.ts";
import { type Command, readArguments } from "../command/arguments.ts";
import { ExitCode, exitCodeOfTool } from "../command/exit.ts";
import { pathFlag, UsageError } from "../command/flags.ts";
import { runsFolder, sweepResultsFolder } from "../command/folders.ts";
import { helpText } from "../command/help.ts";
import { print, say } from "../command/output.ts";
import { runsFlag } from "../command/shared_flags.ts";
import { findRun } from "../runs/select.ts";
import { modelCard } from "./card.ts";
import { seedScores } from "./seeds.ts";

/** `deno task card`. */
export const CARD = {
  name: "card",
  words: "RUN",
  summary:
    "Writes a finished run's model card, in Markdown: data, recipe, seeds, accuracy with intervals, intended use, limits, licence, and how to train it again. RUN is newest, the beginning of a run's name, or another part of it.",
  flags: {
    runs: runsFlag,
    out: pathFlag({
      value: "FILE.md",
      help: "write the card there",
      otherwise: "standard output",
    }),
  },
} satisfies Command;

async function main(args: readonly string[]): Promise<number> {
  const given = readArguments(CARD, args);
  if (!given) {
    print(helpText(CARD));
    return ExitCode.OK;
  }
  const { flags: { runs: under = runsFolder(), out }, words } = given;
  if (words.length !== 1) {
    throw new UsageError(
      `Cannot write a card: one run must be named: current count is ${words.length}; see deno task card --help`,
    );
  }
  const context = { action: "Cannot write a card", under };
  const run = findRun(words[0], await listRuns(under), context);
  const card = modelCard(await factsOf(run.path));
  if (out === undefined) {
    print(card.trimEnd());
    return ExitCode.OK;
  }
  try {
    await Deno.mkdir(dirname(out), { recursive: true });
    await writeFileAtomically(out, card);
  } catch (error) {
    throw fileErrorAs(
      FileError,
      `Cannot write "${out}"`,
      error,
      "choose another file with --out",
    );
  }
  say(`Card: ${out}`);
  return ExitCode.OK;
}

/** @throws {UsageError} if the run is not finished. */
async function factsOf(path: string) {
  const record = await readFinishedRecord(path);
  if (!record) {
    throw new UsageError(
      `Cannot write a card: the run must be finished: "${path}" is not; go on with deno task train --resume`,
    );
  }
  const result = await resultFolder(path, record.config.recipe);
  return {
    ...record,
    mistakes: await readMistakes(path),
    bytes: await bytesIn(result),
    weightsSha256: await weightsDigest(result),
    seeds: await seedScores(record.config, sweepResultsFolder()),
  };
}

async function bytesIn(folder: string): Promise<number> {
  try {
    const names = await Array.fromAsync(Deno.readDir(folder), (f) => f.name);
    const files = await Promise.all(
      names.map((name) => Deno.stat(join(folder, name))),
    );
    return files.reduce((sum, { size }) => sum + size, 0);
  } catch (error) {
    throw fileError(`Cannot look into "${folder}"`, error);
  }
}

if (import.meta.main) {
  Deno.exit(await exitCodeOfTool(() => main(Deno.args)));
}
