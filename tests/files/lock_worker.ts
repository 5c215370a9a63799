// Run by lock_test.ts: appends "start" and "end" to a log while holding a lock,
// or, asked to, holds it until it is killed.
import { withLock } from "../../lib/files/lock.ts";

const [path, log, mode] = Deno.args;
await withLock(path, async () => {
  await Deno.writeTextFile(log, `start ${Deno.pid}\n`, { append: true });
  await new Promise((resolve) =>
    setTimeout(resolve, mode === "hold" ? 60_000 : 30)
  );
  await Deno.writeTextFile(log, `end ${Deno.pid}\n`, { append: true });
}, { pollMs: 10 });
