import { oneLine } from "../../files/errors.ts";
import type { AnyRun } from "../../runs/list.ts";
import { UsageError } from "../command/flags.ts";

/** More names would hide the message. */
const MAX_NAMES = 5;

/**
 * The run that a word names: `newest`, a whole name, the beginning of one, or another
 * part of one, such as `best_1`.
 *
 * @param runs The newest first.
 * @param action Begins messages: `Cannot compare`.
 * @param under Folder of the runs, for messages.
 * @throws {UsageError} if no run, or more than one, has such a name.
 */
export function findRun(
  word: string,
  runs: readonly AnyRun[],
  { action, under }: { readonly action: string; readonly under: string },
): AnyRun {
  const found = word === "newest"
    ? runs.filter(({ state }) => state !== "damaged").slice(0, 1)
    : namedBy(word, runs);
  if (found.length === 1) return found[0];
  const shown = found.slice(0, MAX_NAMES).map(({ name }) => `"${name}"`)
    .join(", ");
  throw new UsageError(
    `${action}: "${oneLine(word)}" must name one run in "${under}": ${
      found.length === 0
        ? "it names none; deno task runs lists them"
        : `it names ${found.length}, ${shown}${
          found.length > MAX_NAMES ? " …" : ""
        }; give more of the name`
    }`,
  );
}

function namedBy(word: string, runs: readonly AnyRun[]): readonly AnyRun[] {
  if (word === "") return [];
  const ways: ((name: string) => boolean)[] = [
    (name) => name === word,
    (name) => name.startsWith(word),
    (name) => name.includes(word),
  ];
  for (const matches of ways) {
    const found = runs.filter(({ name }) => matches(name));
    if (found.length > 0) return found;
  }
  return [];
}
