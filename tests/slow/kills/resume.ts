/**
 * Kills a whole `train --resume` at a random moment, from a tenth of a second on,
 * and has the same command end the run.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { join } from "node:path";
import { Random } from "../../../lib/data/random.ts";
import { resultOf } from "./result.ts";

const SCRIPT = new URL("../commands/train_on_synthetic.ts", import.meta.url);
/** Where the task may write. */
const DATA = join(import.meta.dirname!, "..", "..", "..", "data");

/**
 * @param kills How many runs are killed once each, and resumed.
 * @param onRun Called after each with its number and when it was killed.
 * @throws {AssertionError} if a run doesn't end as one that was never stopped.
 */
export async function killAndResume(
  kills: number,
  onRun: (count: number, milliseconds: number) => void = () => {},
): Promise<void> {
  const folder = await Deno.makeTempDir({ dir: DATA, prefix: "kills-" });
  const random = new Random(Date.now(), "resume");
  try {
    const whole = join(folder, "whole");
    const begun = performance.now();
    await end(whole);
    const duration = performance.now() - begun;
    const expected = await resultOf(whole);
    for (let count = 0; count < kills;) {
      const run = join(folder, "run");
      const delay = random.uniform(100, duration);
      if (await isKilled(run, delay)) {
        await end(run);
        assertEquals(await resultOf(run), expected, `killed after ${delay} ms`);
        onRun(++count, delay);
      }
      await Deno.remove(run, { recursive: true });
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

function command(run: string): Deno.Command {
  return new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "-A", SCRIPT.href, "--resume", "--out", run],
      ...["--epochs", "3", "--batch-size", "2"],
    ],
    stdout: "null",
    stderr: "piped",
  });
}

/** Starts or resumes a run, and waits for its end. */
async function end(run: string): Promise<void> {
  const { code, stderr } = await command(run).output();
  assertEquals(code, 0, new TextDecoder().decode(stderr));
}

/** Kills a new run after a while; false if it had come to its end. */
async function isKilled(run: string, milliseconds: number): Promise<boolean> {
  const child = command(run).spawn();
  const kill = setTimeout(() => child.kill("SIGKILL"), milliseconds);
  const { signal } = await child.output();
  clearTimeout(kill);
  return signal === "SIGKILL";
}
