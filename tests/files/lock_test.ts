import { assert, assertEquals, assertRejects } from "@std/assert";
import { FileError } from "../../lib/files/errors.ts";
import { withLock } from "../../lib/files/lock.ts";
import { inFolder } from "../support/folder.ts";

const WORKER = `${import.meta.dirname}/lock_worker.ts`;

function spawn(path: string, log: string, mode = ""): Deno.ChildProcess {
  return new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--no-prompt",
      "--no-check",
      "--allow-read",
      "--allow-write",
      WORKER,
      path,
      log,
      mode,
    ],
    stdout: "null",
    stderr: "inherit",
  }).spawn();
}

Deno.test("withLock() lets one caller of a process in at a time", async () => {
  await inFolder(async (folder) => {
    let inside = 0;
    const results = await Promise.all(
      [1, 2, 3, 4].map((number) =>
        withLock(`${folder}/lock`, async () => {
          assertEquals(++inside, 1);
          await new Promise((resolve) => setTimeout(resolve, 5));
          inside--;
          return number;
        }, { pollMs: 2 })
      ),
    );
    assertEquals(results, [1, 2, 3, 4]);
  });
});

Deno.test("withLock() lets one process in at a time", async () => {
  await inFolder(async (folder) => {
    const log = `${folder}/log`;
    const workers = [1, 2, 3].map(() => spawn(`${folder}/lock`, log));
    const statuses = await Promise.all(workers.map(({ status }) => status));
    assertEquals(statuses.map(({ code }) => code), [0, 0, 0]);
    const lines = Deno.readTextFileSync(log).trim().split("\n");
    assertEquals(lines.length, 6);
    for (let i = 0; i < lines.length; i += 2) {
      assertEquals(lines[i].replace("start", "end"), lines[i + 1]);
    }
  });
});

Deno.test("withLock() names the holder, and takes over when it is killed", async () => {
  await inFolder(async (folder) => {
    const lock = `${folder}/lock`;
    const holder = spawn(lock, `${folder}/log`, "hold");
    while (!exists(`${folder}/log`)) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    let waitedFor: number | undefined;
    const onWait = (pid: number | undefined) => {
      waitedFor = pid;
      holder.kill("SIGKILL");
    };
    const result = await withLock(lock, () => Promise.resolve("in"), {
      onWait,
      pollMs: 10,
    });
    assertEquals(result, "in");
    assertEquals(waitedFor, holder.pid);
    await holder.status;
  });
});

Deno.test("withLock() stops waiting on a signal", async () => {
  await inFolder(async (folder) => {
    const lock = `${folder}/lock`;
    const controller = new AbortController();
    await withLock(lock, async () => {
      const reason = await assertRejects(() =>
        withLock(lock, () => Promise.reject(new Error("was let in")), {
          onWait: () => controller.abort(new Error("enough")),
          signal: controller.signal,
          pollMs: 2,
        })
      );
      assertEquals(reason.message, "enough");
    });
  });
});

Deno.test("withLock() ends the lock when the action fails", async () => {
  await inFolder(async (folder) => {
    const lock = `${folder}/lock`;
    await assertRejects(
      () => withLock(lock, () => Promise.reject(new Error("broken"))),
      Error,
      "broken",
    );
    assert(await withLock(lock, () => Promise.resolve(true)));
  });
});

Deno.test("withLock() says what is wrong with a path", async () => {
  await inFolder(async (folder) => {
    await assertRejects(
      () => withLock(`${folder}/none/lock`, () => Promise.resolve()),
      FileError,
      `Cannot lock "${folder}/none/lock": no such file or folder`,
    );
  });
});

function exists(path: string): boolean {
  try {
    return Deno.statSync(path).size > 0;
  } catch {
    return false;
  }
}
