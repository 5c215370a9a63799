import { assert, assertEquals } from "@std/assert";
import { endOfAll } from "../../../lib/cli/launch/workers.ts";

const shell = (...scripts: readonly string[]) =>
  scripts.map((script) =>
    new Deno.Command("sh", { args: ["-c", script] }).spawn()
  );

Deno.test("a worker that stops after the last step is ended, and the launcher says so", async () => {
  const { error } = console;
  const lines: string[] = [];
  console.error = (line: string) => void lines.push(line);
  const begun = performance.now();
  try {
    const children = shell("kill -STOP $$", "exit 0", "exit 0");
    assertEquals((await endOfAll(children, "resume", 300)).code, 75);
  } finally {
    console.error = error;
  }
  assertEquals(lines, [
    "Cannot go on: every worker must be there: worker 0 had not ended 0.3 s after another; resume",
  ]);
  assert(performance.now() - begun >= 300);
});

Deno.test("workers that all end well, or of which one fails, end the launcher so", async () => {
  assertEquals((await endOfAll(shell("exit 0", "exit 0"), "")).code, 0);
  const failing = shell("exit 3", "exit 0");
  assertEquals((await endOfAll(failing, "")).code, 3);
});
