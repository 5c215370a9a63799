/**
 * Kills or stops one process of `deno task train --workers N`, of two workers or four,
 * at a random moment: a worker, the chief or the launcher. The same command ends the run.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { join } from "node:path";
import { END_MS, NOTICE_MS } from "../../../lib/cli/launch/workers.ts";
import { Random } from "../../../lib/data/random.ts";
import { ANSWER_MS } from "../../../lib/tensorflow/cluster/health.ts";
import { DEFAULT_TIMEOUT } from "../../../lib/tensorflow/cluster/tasks.ts";
import { writeDigits } from "../../support/command.ts";
import { resultOf } from "./result.ts";
import { PROJECT, started, type StartedRun } from "./run_workers.ts";

/** Whom it hits; a launcher that is stopped would end nothing. */
const VICTIMS = ["worker", "chief", "launcher"] as const;
type Victim = typeof VICTIMS[number];

/** Part of the workers and chiefs that are stopped while they train. */
const STOPPED = 0.25;
/**
 * Milliseconds in which all have ended, by the timeouts of the run itself: of a process
 * that hangs, or was killed before its first collective, the others notice after a
 * collective's timeout and a question; the launcher ends it after that. A machine that
 * is busy gets as long again as two whole runs take on it.
 */
const TIMEOUTS_MS = 1000 * DEFAULT_TIMEOUT + ANSWER_MS + NOTICE_MS + END_MS;

/** How many workers the runs have, in turn. */
const COUNTS = [2, 4];

/** What came of it. */
export interface WorkerKills {
  /** Of the kills, how many only stopped a process. */
  stops: number;
  /** Runs that came to their end. */
  finished: number;
  /** The most seconds from a kill to the end of the last process. */
  longest: number;
}

/**
 * @param say Called after each kill.
 * @throws {AssertionError} if a process doesn't end in time or with the right exit code,
 * or a run doesn't end with the bits of one that was never stopped.
 */
export async function killWorkers(
  kills: number,
  say: (line: string) => void = () => {},
): Promise<WorkerKills> {
  const report = { stops: 0, finished: 0, longest: 0 };
  const folder = await Deno.makeTempDir({
    dir: join(PROJECT, "data"),
    prefix: "kills-",
  });
  const random = new Random(Date.now(), "workers");
  try {
    const data = await writeDigits(folder);
    const wholes = new Map<number, Whole>();
    for (const workers of COUNTS) {
      const whole = { data, run: join(folder, `whole-${workers}`), workers };
      const begun = performance.now();
      const { code, errors } = await started(whole).end;
      assertEquals(code, 0, errors);
      const milliseconds = performance.now() - begun;
      wholes.set(workers, { result: await resultOf(whole.run), milliseconds });
    }
    for (let count = 0; count < kills; report.finished++) {
      const workers = COUNTS[report.finished % COUNTS.length];
      const { result, milliseconds } = wholes.get(workers)!;
      const command = { data, run: join(folder, "run"), workers };
      for (;;) {
        const fault: Fault = {
          victim: VICTIMS[random.integer(VICTIMS.length)],
          worker: 1 + random.integer(workers - 1),
          signal: random.uniform() < STOPPED ? "SIGSTOP" : "SIGKILL",
          // Some runs get to their end
          delay: count < kills
            ? random.uniform(0, 1.2 * milliseconds)
            : Infinity,
        };
        const seconds = await strike(
          started(command),
          fault,
          TIMEOUTS_MS + 2 * milliseconds,
        );
        if (seconds === undefined) break;
        report.longest = Math.max(report.longest, seconds);
        if (fault.signal === "SIGSTOP") report.stops++;
        say(
          `${++count}: of ${workers}: ${describe(fault)}, ended in ${
            seconds.toFixed(1)
          } s`,
        );
      }
      assertEquals(await resultOf(command.run), result);
      await Deno.remove(command.run, { recursive: true });
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
  return report;
}

/** A run that was never stopped. */
interface Whole {
  readonly result: Awaited<ReturnType<typeof resultOf>>;
  readonly milliseconds: number;
}

interface Fault {
  readonly victim: Victim;
  /** Which worker, if it is one. */
  readonly worker: number;
  signal: "SIGKILL" | "SIGSTOP";
  /** Milliseconds from the start. */
  readonly delay: number;
}

function describe({ victim, worker, signal, delay }: Fault): string {
  const place = victim === "worker" ? ` ${worker}` : "";
  return `${victim}${place} ${signal} after ${Math.round(delay)} ms`;
}

/**
 * Waits, kills, and checks how the others end.
 *
 * @param limitMs Milliseconds from the kill to the last one's end.
 * @returns The seconds until the last one's end; undefined if the run had ended.
 */
async function strike(
  { child, seen, end }: StartedRun,
  fault: Fault,
  limitMs: number,
): Promise<number | undefined> {
  const ended = end.then(() => true);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const early = await (fault.delay === Infinity ? ended : Promise.race([
    ended,
    new Promise<false>((resolve) => {
      timer = setTimeout(() => resolve(false), fault.delay);
    }),
  ]));
  clearTimeout(timer);
  const trains = seen.errors.includes("Run: ");
  // Before, they wait for each other for minutes; a launcher would only wait itself
  if (!trains || fault.victim === "launcher") fault.signal = "SIGKILL";
  const hit = !early && await signal(child.pid, fault);
  const begun = performance.now();
  const limit = setTimeout(() => {
    console.error(seen.errors);
    throw new Error(`Not all processes have ended: ${describe(fault)}`);
  }, limitMs);
  const { code, errors } = await end;
  clearTimeout(limit);
  if (code === 0) return undefined;
  assert(hit, errors);
  const expected = fault.victim === "worker" || fault.signal === "SIGSTOP"
    ? 75
    : 137;
  assertEquals(code, expected, `${describe(fault)}\n${errors}`);
  return (performance.now() - begun) / 1000;
}

/** Signals a process; false if it isn't there. */
async function signal(
  launcher: number,
  { victim, worker, signal }: Fault,
): Promise<boolean> {
  const line = victim === "worker" ? `${worker + 1}p` : "1p";
  const pid = victim === "launcher"
    ? `${launcher}`
    : `$(pgrep -P ${launcher} | sort -n | sed -n ${line})`;
  const { success } = await new Deno.Command("sh", {
    args: ["-c", `kill -${signal.slice(3)} ${pid}`],
    stderr: "null",
  }).output();
  return success;
}
