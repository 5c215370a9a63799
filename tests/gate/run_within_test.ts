import { assertEquals, assertLess } from "@std/assert";
import { runWithin } from "./run_within.ts";

const { signal } = new AbortController();

Deno.test("runWithin() returns all that a command wrote, and how it ended", async () => {
  const command = ["sh", "-c", "echo a; echo b >&2; exit $0"];
  const ok = await runWithin([...command, "0"], 60, signal);
  assertEquals([ok.how, ok.output], ["ok", "a\nb\n"]);
  const failed = await runWithin([...command, "3"], 60, signal);
  assertEquals([failed.how, failed.output], ["failed", "a\nb\n"]);
});

Deno.test("runWithin() ends what a command leaves behind", async () => {
  const command = ["sh", "-c", "sleep 60 & echo a"];
  const { how, output, seconds } = await runWithin(command, 60, signal);
  assertEquals([how, output], ["ok", "a\n"]);
  assertLess(seconds, 10);
});

Deno.test("runWithin() ends a command at its limit, with its processes", async () => {
  // The child holds the output open
  const command = ["sh", "-c", "sleep 60 & echo a; sleep 60"];
  const late = await runWithin(command, 0.3, signal);
  assertEquals([late.how, late.output], ["late", "a\n"]);
  assertLess(late.seconds, 10);
});
