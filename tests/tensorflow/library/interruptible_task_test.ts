import { assert, assertEquals, assertRejects } from "@std/assert";
import { runInterruptibly } from "../../../lib/tensorflow/library/interruptible_task.ts";

Deno.test("runInterruptibly() returns the task's result", async () => {
  const result = await runInterruptibly(undefined, (signal) => {
    assertEquals(signal.aborted, false);
    return Promise.resolve(5);
  });
  assertEquals(result, 5);
});

Deno.test("runInterruptibly() aborts the task with the caller's reason", async () => {
  const controller = new AbortController();
  const reason = new Error("enough");
  let cleanedUp = false;
  const running = runInterruptibly(controller.signal, async (signal) => {
    await new Promise((resolve) => signal.addEventListener("abort", resolve));
    cleanedUp = true;
    signal.throwIfAborted();
  });
  controller.abort(reason);
  const error = await assertRejects(() => running);
  assert(cleanedUp);
  assertEquals(error, reason);
});
