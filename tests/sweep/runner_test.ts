import { assert, assertEquals, assertRejects } from "@std/assert";
import { runInParallel, secondsLeft } from "../../lib/sweep/runner.ts";

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
