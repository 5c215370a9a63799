import { setPriority } from "node:os";

/** What `nice` takes without a number. */
const NICENESS = 10;

/**
 * Lets all other threads go before this one, for the rest of its time, where
 * they want the same processors. The steps of a training run are begun ahead:
 * what JavaScript does for them can wait for a gap, TensorFlow's threads should
 * not wait for it. Does nothing without the permission, and where a priority is
 * that of the whole process: on Linux it is a thread's.
 */
export function giveWay(): void {
  const permission = { name: "sys", kind: "setPriority" } as const;
  if (Deno.build.os !== "linux") return;
  if (Deno.permissions.querySync(permission).state !== "granted") return;
  setPriority(0, NICENESS); // 0: the calling thread
}
