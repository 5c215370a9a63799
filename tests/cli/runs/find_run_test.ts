import { assertEquals, assertThrows } from "@std/assert";
import { UsageError } from "../../../lib/cli/command/flags.ts";
import { findRun } from "../../../lib/cli/runs/find_run.ts";
import type { AnyRun } from "../../../lib/runs/list.ts";
import { config } from "../../runs/fixtures.ts";

const names = ["2026-02_best_1", "2026-01_best_2", "2026-01_best_21"];
const runs: AnyRun[] = names.map((name) => ({
  name,
  path: name,
  state: "finished",
  config,
  history: { epochs: [] },
}));
const context = { action: "Cannot compare runs", under: "runs" };
const found = (word: string) => findRun(word, runs, context).name;

Deno.test("findRun() takes newest, a beginning, or another part of a name", () => {
  assertEquals(found("newest"), names[0]);
  assertEquals(found("2026-02"), names[0]);
  assertEquals(found("best_1"), names[0]);
  // A whole name is not taken for the beginning of a longer one
  assertEquals(found(names[1]), names[1]);
});

Deno.test("findRun() refuses a word that names no run, or several", () => {
  for (
    const [word, fault] of [
      ["2025", "it names none; deno task runs lists them"],
      ["", "it names none"],
      ["2026-01", `it names 2, "${names[1]}", "${names[2]}"; give more`],
    ]
  ) {
    assertThrows(() => found(word), UsageError, fault);
  }
  const damaged: AnyRun = {
    ...{ name: "x", path: "x", state: "damaged", fault: "damaged" },
  };
  assertThrows(() => findRun("newest", [damaged], context), UsageError);
});
