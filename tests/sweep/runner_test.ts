import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import {
  runInParallel,
  runProcess,
  secondsLeft,
} from "../../lib/sweep/runner.ts";
import { inFolder } from "../support/folder.ts";

Deno.test("secondsLeft() counts the jobs that run side by side", () => {
  // The first of two at once, of eight: three more turns of 100 s
  assertEquals(secondsLeft([100], 100, 8, 2), 300);
  assertEquals(secondsLeft([100, 100], 100, 8, 2), 300);
  assertEquals(secondsLeft([100, 100, 100], 200, 8, 2), 200);
});

Deno.test("secondsLeft() has the odd one take a turn of its own", () => {
  assertEquals(secondsLeft([100, 100], 100, 3, 2), 100);
});

Deno.test("secondsLeft() is never below 0", () => {
  assertEquals(secondsLeft([100, 60], 100, 2, 2), 0);
});

Deno.test("runInParallel() runs so many jobs at a time, in the items' order", async () => {
  const started: number[] = [];
  let [running, most] = [0, 0];
  const { signal } = new AbortController();
  await runInParallel([1, 2, 3, 4, 5], 2, signal, async (item) => {
    started.push(item);
    most = Math.max(most, ++running);
    await new Promise((resolve) => setTimeout(resolve, 1));
    running--;
  });
  assertEquals([started, running, most], [[1, 2, 3, 4, 5], 0, 2]);
});

Deno.test("runInParallel() starts no other job once the signal aborts", async () => {
  const controller = new AbortController();
  const done: number[] = [];
  await runInParallel([1, 2, 3, 4], 1, controller.signal, async (item) => {
    await Promise.resolve();
    if (item === 2) controller.abort();
    done.push(item);
  });
  assertEquals(done, [1, 2]);
});

Deno.test("runInParallel() passes on what a job throws", async () => {
  const { signal } = new AbortController();
  const fault = new Error("no");
  const error = await assertRejects(() =>
    runInParallel([1], 1, signal, () => Promise.reject(fault))
  );
  assert(error === fault);
});

Deno.test("runProcess() appends what a trial writes to its log, and tells how it ended", () =>
  inFolder(async (folder) => {
    const script = pathToFileURL(join(folder, "trial.ts"));
    await Deno.writeTextFile(
      script,
      `const { code } = JSON.parse(Deno.args[0]);
      console.log("code", code);
      for await (const _ of Deno.stdin.readable);
      Deno.exit(code);`,
    );
    const log = join(folder, "trial.log");
    using file = await Deno.open(log, { append: true, create: true });
    const run = (code: number, signal: AbortSignal) =>
      runProcess(script, { code }, file, [], signal);
    // A process whose standard input has ended at once
    const stopped = AbortSignal.abort();
    assertEquals(await run(0, stopped), "trained");
    assertEquals(await run(130, stopped), "interrupted");
    assertEquals(await Deno.readTextFile(log), "code 0\ncode 130\n");
  }));

Deno.test("runProcess() tells a trial that failed from one that was interrupted", () =>
  inFolder(async (folder) => {
    const script = pathToFileURL(join(folder, "trial.ts"));
    await Deno.writeTextFile(script, 'throw new Error("broken");');
    const log = join(folder, "trial.log");
    using file = await Deno.open(log, { append: true, create: true });
    const { signal } = new AbortController();
    assertEquals(await runProcess(script, {}, file, [], signal), "failed");
    assertStringIncludes(await Deno.readTextFile(log), "broken");
  }));
