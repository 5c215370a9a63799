import { assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { acquireLock } from "../../../../lib/tensorflow/library/install/lock.ts";
import { temporaryFolder } from "../fixtures.ts";

Deno.test("acquireLock() admits one holder at a time", async () => {
  await using folder = await temporaryFolder();
  const path = join(folder.path, ".lock");
  let inside = 0;
  let most = 0;
  await Promise.all(Array.from({ length: 5 }, async () => {
    using _lock = await acquireLock(path, { interval: 1 });
    inside++;
    most = Math.max(most, inside);
    await new Promise((resolve) => setTimeout(resolve, 3));
    inside--;
  }));
  assertEquals(most, 1);
});

Deno.test("acquireLock() reports once that it waits, and stops when aborted", async () => {
  await using folder = await temporaryFolder();
  const path = join(folder.path, ".lock");
  using _lock = await acquireLock(path);
  const controller = new AbortController();
  let waits = 0;
  let ticks = 0;
  await assertRejects(
    () =>
      acquireLock(path, {
        signal: controller.signal,
        interval: 1,
        onWait: () => waits++,
        onTick: () => {
          if (++ticks === 3) controller.abort();
        },
      }),
    DOMException,
  );
  assertEquals([waits, ticks], [1, 3]);
});

Deno.test("acquireLock() takes over from a killed process", async () => {
  await using folder = await temporaryFolder();
  const path = join(folder.path, ".lock");
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--allow-read",
      "--allow-write",
      new URL("lock_process.ts", import.meta.url).pathname,
      path,
    ],
    stdout: "piped",
  }).spawn();
  const output = child.stdout.getReader();
  await output.read();
  await assertRejects(
    () => acquireLock(path, { signal: AbortSignal.timeout(50), interval: 10 }),
    DOMException,
  );
  child.kill("SIGKILL");
  await child.status;
  await output.cancel();
  using lock = await acquireLock(path);
  assertEquals(lock.path, path);
});

Deno.test("acquireLock() requires an absolute path", async () => {
  await assertRejects(() => acquireLock("lock"), TypeError, "absolute");
});
