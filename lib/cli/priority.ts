import { setPriority } from "node:os";

/** What `nice` takes without a number. */
const NICENESS = 10;

/**
 * Lets all other threads go before this one, for the rest of its time, where
 * they want the same processors. To be called where TensorFlow computes, which
 * has threads of its own: what is done here for steps that were begun ahead can
 * wait for a gap between theirs. Does nothing without the permission, and where
 * a priority is the whole process's: on Linux it is a thread's.
 */
export function giveWay(): void {
  const permission = { name: "sys", kind: "setPriority" } as const;
  if (Deno.build.os !== "linux") return;
  if (Deno.permissions.querySync(permission).state !== "granted") return;
  setPriority(0, NICENESS); // 0: the calling thread
}
