/**
 * `deno task card`: writes a run's model card.
 *
 * @module
 */
import { listRuns } from "../../runs/list.ts";
import { type Command, readArguments } from "../command/arguments.ts";
import { ExitCode, exitCodeOfTool } from "../command/exit.ts";
import { pathFlag, UsageError } from "../command/flags.ts";
import { runsFolder } from "../command/folders.ts";
import { helpText } from "../command/help.ts";
import { writeOutFile } from "../command/out_file.ts";
import { print, say } from "../command/output.ts";
import { runsFlag } from "../command/shared_flags.ts";
import { findRun } from "../runs/find_run.ts";
import { modelCard } from "./card.ts";
import { readFacts } from "./facts.ts";

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
  const card = modelCard(await readFacts(run.path));
  if (out === undefined) {
    print(card.trimEnd());
    return ExitCode.OK;
  }
  await writeOutFile(out, card);
  say(`Card: ${out}`);
  return ExitCode.OK;
}

if (import.meta.main) {
  Deno.exit(await exitCodeOfTool(() => main(Deno.args)));
}
