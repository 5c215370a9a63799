import { assertEquals } from "@std/assert";
import { complaints, isClean, judge } from "./judge.ts";
import type { Outcome } from "./outcome.ts";

function outcome(
  name: string,
  status: Outcome["status"],
  leakedHandles = 0,
): Outcome {
  const messages = status === "failed" ? ["expected 1"] : [];
  return { name, status, messages, gradients: 0, recordings: 0, leakedHandles };
}

const leaveOut = (...specs: string[]) => [{ reason: "a reason", specs }];

Deno.test("judge() counts each outcome once", () => {
  const verdict = judge([
    outcome("a", "passed"),
    outcome("b", "failed"),
    outcome("c", "pending"),
  ], leaveOut("b"));
  assertEquals(verdict, {
    passed: 1,
    leftOut: 1,
    pending: 1,
    failed: [],
    unneeded: [],
    leaking: [],
  });
  assertEquals(isClean(verdict), true);
});

Deno.test("judge() finds a failure that is not left out", () => {
  const verdict = judge([outcome("a", "failed")], []);
  assertEquals(isClean(verdict), false);
  assertEquals(complaints(verdict), ["failed: a: expected 1"]);
});

Deno.test("judge() finds a spec left out that passes, and one that is not there", () => {
  const verdict = judge([outcome("a", "passed")], leaveOut("a", "b"));
  assertEquals(isClean(verdict), false);
  assertEquals(verdict.unneeded, ["a", "b"]);
});

Deno.test("judge() leaves out specs of one name if one of them fails", () => {
  const outcomes = [outcome("a", "passed"), outcome("a", "failed")];
  assertEquals(isClean(judge(outcomes, leaveOut("a"))), true);
});

Deno.test("judge() finds handles left behind", () => {
  const verdict = judge([outcome("a", "passed", 2)], []);
  assertEquals(isClean(verdict), false);
  assertEquals(complaints(verdict), ["leaked 2 handles: a"]);
});
