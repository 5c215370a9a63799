// Holds the lock named by its argument until killed
import { acquireLock } from "../../../../lib/tensorflow/library/install/lock.ts";

using _lock = await acquireLock(Deno.args[0]);
console.log("held");
setInterval(() => {}, 1000);
await new Promise(() => {});
