import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { LogLines, print } from "../../lib/jupyter/lines.ts";
import { checkDeno } from "../../lib/jupyter/start.ts";
import { stoppable } from "../../lib/jupyter/stop.ts";
import { showTable } from "../../lib/jupyter/tables.ts";
import { messagesOf } from "./messages.ts";

const textOf = async (work: () => Promise<unknown>) =>
  (await messagesOf(work)).map(({ content }) => content.text).join("");

Deno.test("LogLines rewrites its last line and wipes out longer ones", async () => {
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

Deno.test("LogLines updates at most ten times a second", async () => {
  let computed = 0;
  const start = performance.now();
  await textOf(async () => {
    const lines = new LogLines();
    for (let k = 0; k < 1000; k++) await lines.update(() => `${++computed}`);
  });
  const tenths = (performance.now() - start) / 100;
  assert(computed <= 1 + tenths, `${computed} in ${tenths} tenths of a second`);
});

Deno.test("showTable() writes whole, fractional and tiny numbers", async () => {
  const [{ content }] = await messagesOf(() =>
    showTable({
      headers: ["n", "value"],
      rows: [[1, 0.123456], [20, 1e-9], ["a<b", 0]],
    }, { decimals: 2 })
  );
  assertEquals(
    content.data["text/plain"],
    "  n   value\n  1    0.12\n 20  1.0e-9\na<b       0",
  );
  assertEquals(content.data["text/html"].includes("<td>a&lt;b</td>"), true);
});

Deno.test("checkDeno() asks for the oldest Deno that shows all errors", () => {
  for (const version of ["2.9.4", "2.9.6", "2.10.0", "3.0.0", "2.9.5+abc"]) {
    checkDeno(version);
  }
  for (const version of ["2.9.3", "2.8.9", "1.46.3"]) {
    assertThrows(
      () => checkDeno(version),
      Error,
      `current value is ${version}`,
    );
  }
});

Deno.test("stoppable() returns what its work returns", async () => {
  assertEquals(await stoppable(() => Promise.resolve(7)), 7);
});

Deno.test("stoppable() passes on an error of its work", async () => {
  await assertRejects(
    () => stoppable(() => Promise.reject(new RangeError("bad"))),
    RangeError,
    "bad",
  );
});

Deno.test("stoppable() ends in a StoppedError and the process lives", async () => {
  const module = import.meta.resolve("../../lib/jupyter/stop.ts");
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      "eval",
      `import { breathe, stoppable } from ${JSON.stringify(module)};
      let ended = false;
      await stoppable(async (signal) => {
        console.log("running");
        while (!signal.aborted) await breathe();
        ended = true;
      }).catch((error) => console.log(ended, error.name));
      Deno.exit(7);`,
    ],
    stdout: "piped",
  }).spawn();
  const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  assertEquals((await reader.read()).value, "running\n");
  child.kill("SIGINT");
  assertEquals((await reader.read()).value, "true StoppedError\n");
  await reader.cancel();
  assertEquals((await child.status).code, 7);
});
