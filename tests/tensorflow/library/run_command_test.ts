import { assert, assertEquals } from "@std/assert";
import { runCommand } from "../../../lib/tensorflow/library/run_command.ts";

Deno.test("runCommand() returns the trimmed output", async () => {
  assertEquals(await runCommand("sh", ["-c", "echo ' two words '"]), {
    ok: true,
    stdout: "two words",
  });
});

Deno.test("runCommand() sets variables", async () => {
  const result = await runCommand("sh", ["-c", 'echo "$HUE"'], { HUE: "red" });
  assertEquals(result, { ok: true, stdout: "red" });
});

Deno.test("runCommand() reports a failure by the last line of standard error", async () => {
  const script = "echo first >&2; echo second >&2; exit 3";
  const result = await runCommand("sh", ["-c", script]);
  assertEquals(result, { ok: false, reason: "second", ran: true });
  const silent = await runCommand("sh", ["-c", "exit 3"]);
  assertEquals(silent, { ok: false, reason: "ended with code 3", ran: true });
});

Deno.test("runCommand() says that a program is missing", async () => {
  const result = await runCommand("tests/support/no_program", []);
  assert(!result.ok && !result.ran);
});
