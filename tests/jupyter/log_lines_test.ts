import { assert, assertEquals } from "@std/assert";
import { LogLines, print } from "../../lib/jupyter/log_lines.ts";
import { messagesOf } from "./messages.ts";

const textOf = async (work: () => Promise<unknown>) =>
  (await messagesOf(work)).map(({ content }) => content.text).join("");

Deno.test("LogLines rewrites its last line and overwrites a longer one in full", async () => {
  const text = await textOf(async () => {
    const lines = new LogLines();
    await lines.update(() => "loss=0.25");
    await lines.end("done");
    await print("Test set:", 2, [1]);
  });
  assertEquals(text, "\rloss=0.25\rdone     \nTest set: 2 [ 1 ]\n");
});

Deno.test("LogLines.end() writes the last line that was skipped", async () => {
  const text = await textOf(async () => {
    const lines = new LogLines();
    for (const done of [1, 2, 3]) await lines.update(() => `${done}/3`);
    await lines.end();
    await lines.update(() => "next");
    await lines.end();
  });
  assertEquals(text, "\r1/3\r3/3\n\rnext\n");
});

Deno.test("LogLines updates at most ten times per second", async () => {
  let computed = 0;
  const start = performance.now();
  await textOf(async () => {
    const lines = new LogLines();
    for (let k = 0; k < 1000; k++) await lines.update(() => `${++computed}`);
  });
  const tenths = (performance.now() - start) / 100;
  assert(computed <= 1 + tenths, `${computed} in ${tenths} tenths of a second`);
});
