import { assertEquals, assertRejects } from "@std/assert";
import { stoppable } from "../../lib/jupyter/stop_button.ts";

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

Deno.test("stoppable() throws a StoppedError, and the process lives on", async () => {
  const module = import.meta.resolve("../../lib/jupyter/stop_button.ts");
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
