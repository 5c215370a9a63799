import { assertEquals } from "@std/assert";
import { complaints, isClean, judge } from "./judge.ts";
import type { SpecOutcome } from "./spec_outcome.ts";

function outcome(
  name: string,
  status: SpecOutcome["status"],
  leakedHandles = 0,
): SpecOutcome {
  const messages = status === "failed" ? ["expected 1"] : [];
  return { name, status, messages, gradients: 0, recordings: 0, leakedHandles };
}

const exclude = (...specs: string[]) => [{ reason: "a reason", specs }];

Deno.test("judge() counts each outcome once", () => {
  const verdict = judge([
    outcome("a", "passed"),
    outcome("b", "failed"),
    outcome("c", "pending"),
  ], exclude("b"));
  assertEquals(verdict, {
    passed: 1,
    excluded: 1,
    pending: 1,
    failed: [],
    unneededExclusions: [],
    leaking: [],
  });
  assertEquals(isClean(verdict), true);
});

Deno.test("judge() finds a failure that isn't excluded", () => {
  const verdict = judge([outcome("a", "failed")], []);
  assertEquals(isClean(verdict), false);
  assertEquals(complaints(verdict), ["failed: a: expected 1"]);
});

Deno.test("judge() finds an excluded spec that passes or doesn't exist", () => {
  const verdict = judge([outcome("a", "passed")], exclude("a", "b"));
  assertEquals(isClean(verdict), false);
  assertEquals(verdict.unneededExclusions, ["a", "b"]);
});

Deno.test("judge() excludes all specs of a name if one of them fails", () => {
  const outcomes = [outcome("a", "passed"), outcome("a", "failed")];
  assertEquals(isClean(judge(outcomes, exclude("a"))), true);
});

Deno.test("judge() finds leaked handles", () => {
  const verdict = judge([outcome("a", "passed", 2)], []);
  assertEquals(isClean(verdict), false);
  assertEquals(complaints(verdict), ["leaked 2 handles: a"]);
});
