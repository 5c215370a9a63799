import { assertEquals } from "@std/assert";
import { press } from "../../support/command.ts";

/** A command that ignores its signal. */
const DEAF = `
import { exitCodeOf } from "${new URL(
  "../../../lib/cli/command/exit.ts",
  import.meta.url,
)}";
const wait = (signal) => new Promise(() => {
  signal.addEventListener("abort", () => console.log("told"));
  setInterval(() => {}, 1000);
  console.log("ready");
});
Deno.exit(await exitCodeOf(wait));
`;

Deno.test("the first Ctrl-C aborts the signal, the second ends the command", async () => {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["eval", DEAF],
    stdout: "piped",
  }).spawn();
  const lines = child.stdout.pipeThrough(new TextDecoderStream())[
    Symbol.asyncIterator
  ]();
  assertEquals((await lines.next()).value, "ready\n");
  await press(child);
  assertEquals((await lines.next()).value, "told\n");
  await new Promise((resolve) => setTimeout(resolve, 500));
  child.kill("SIGINT");
  assertEquals((await lines.next()).done, true);
  assertEquals((await child.status).code, 130);
});
