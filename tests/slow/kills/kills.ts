/**
 * Kills a run at random moments and looks at what it leaves, each time.
 *
 * From the command line: `deno task kills [N]`, 1,000 times by default, or
 * `deno task kills resume [N]` and `deno task kills workers [N]`, 50 times by default
 * (see resume.ts and workers.ts).
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { join } from "node:path";
import { exitCodeOfTool } from "../../../lib/cli/command/exit.ts";
import { Random } from "../../../lib/data/random.ts";
import { loadModel } from "../../../lib/model/files/model_folder.ts";
import { selectBackend } from "../../../lib/tensorflow/select_backend.ts";
import { CheckpointStore } from "../../../lib/training/checkpoints/store.ts";
import type { Position } from "../../../lib/training/run_position.ts";
import { historyOf, resultOf, withoutSeconds } from "./result.ts";
import { killAndResume } from "./resume.ts";
import { killWorkers } from "./workers.ts";
import { checkpointsFolder } from "../../../lib/runs/contents.ts";

const SCRIPT = new URL("./process.ts", import.meta.url);
/** Where the task may write. */
const DATA = join(import.meta.dirname!, "..", "..", "..", "data");

/** What came of it. */
export interface KillReport {
  /** Processes that were killed. */
  kills: number;
  /** Of these, how many had begun to train. */
  whileTraining: number;
  /** Runs that came to their end, each with the bits of one never stopped. */
  finished: number;
}

/**
 * Kills processes of a run, which goes on each time, until it is trained to its
 * end; then another one begins.
 *
 * @param lanes Runs side by side.
 * @throws {AssertionError} if a state can't be read, an epoch that was reported
 * is lost, or a run ends with other bits than one that was never stopped.
 */
export async function killAtRandom(
  kills: number,
  lanes: number,
  onKill: (report: KillReport) => void = () => {},
): Promise<KillReport> {
  const report = { kills: 0, whileTraining: 0, finished: 0 };
  const folder = await Deno.makeTempDir({ dir: DATA, prefix: "kills-" });
  try {
    await selectBackend({ backend: "cpu" });
    const whole = join(folder, "whole");
    const { killed, milliseconds } = await lifeOf(whole, () => Infinity);
    assert(!killed);
    const expected = await resultOf(whole);
    const runs = Array.from({ length: lanes }, async (_, lane) => {
      const random = new Random(Date.now(), "kills", lane);
      const run = join(folder, `lane-${lane}`);
      let before: Position | undefined;
      while (report.kills < kills) {
        // A quarter at any moment of a process, the others while it trains
        const early = random.uniform() < 0.25;
        const life = await lifeOf(
          run,
          (begun) =>
            early === begun ? Infinity : random.uniform(0, milliseconds),
        );
        if (life.killed) {
          report.kills++;
          if (life.begun) report.whileTraining++;
          before = await inspect(run, life.reported, expected, before);
          onKill(report);
        } else {
          assertEquals(await resultOf(run), expected);
          report.finished++;
          before = undefined;
          await Deno.remove(run, { recursive: true });
        }
      }
    });
    // Where one fails, the others still write in the folder that is removed below
    const ends = await Promise.allSettled(runs);
    const failed = ends.find((end) => end.status === "rejected");
    if (failed) throw failed.reason;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
  return report;
}

/**
 * Starts a process of the run and kills it.
 *
 * @param delay Milliseconds until it is killed, asked for at its start and when
 * it has begun to train.
 */
async function lifeOf(run: string, delay: (begun: boolean) => number) {
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "--quiet", "--no-prompt"],
      ...[`--allow-read=${run}`, `--allow-write=${run}`],
      ...[SCRIPT.href, run],
    ],
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const timers: ReturnType<typeof setTimeout>[] = [];
  const killIn = (milliseconds: number) => {
    if (milliseconds === Infinity) return;
    const kill = () => {
      try {
        child.kill("SIGKILL");
      } catch (error) {
        // It may have ended by itself, its output not yet read to the end
        if (!(error instanceof TypeError)) throw error;
      }
    };
    timers.push(setTimeout(kill, milliseconds));
  };
  const errors = new Response(child.stderr).text();
  let output = "";
  let begunAt = 0;
  killIn(delay(false));
  for await (
    const part of child.stdout.pipeThrough(new TextDecoderStream())
  ) {
    if (output === "") {
      begunAt = performance.now();
      killIn(delay(true));
    }
    output += part;
  }
  const { signal, code } = await child.status;
  timers.forEach(clearTimeout);
  const killed = signal === "SIGKILL";
  assert(killed || code === 0, await errors);
  const epochs = output.match(/^\d+$/gm) ?? [];
  return {
    killed,
    begun: output.startsWith("begun"),
    reported: Number(epochs.at(-1) ?? 0),
    /** From its first step to its end. */
    milliseconds: performance.now() - begunAt,
  };
}

/**
 * Asserts that what a killed process left can be read and holds all that was
 * reported, and that the run did not go back.
 *
 * @returns Where the run stands; undefined before its first checkpoint.
 */
async function inspect(
  run: string,
  reported: number,
  expected: Awaited<ReturnType<typeof resultOf>>,
  before: Position | undefined,
): Promise<Position | undefined> {
  const store = new CheckpointStore(checkpointsFolder(run));
  const stored = await store.newest((message) => {
    throw new Error(message);
  });
  const position = stored?.checkpoint.position;
  assert(place(position) >= place(before), "The run went back");
  assert((position?.history.length ?? 0) >= reported, "An epoch is lost");
  if (!position) return undefined;
  assertEquals(
    position.history.map(withoutSeconds),
    expected.epochs.slice(0, position.history.length),
  );
  if (reported > 0) {
    assert((await historyOf(run)).epochs.length >= reported);
    const { model, info } = await loadModel(join(run, "last"));
    model.dispose();
    assert(info.epoch >= reported, "The last model is an old one");
  }
  const files = [...Deno.readDirSync(store.folder)];
  // Two, and one that was just written or is half written
  assert(files.length <= 3, `${files.length} files of checkpoints`);
  return position;
}

function place(position: Position | undefined): number {
  return position ? position.epoch * 1000 + position.batch : 0;
}

/** Other ways to kill; each returns what came of it. */
const MODES = {
  resume: async (kills: number) => {
    await killAndResume(kills, (count, milliseconds) => {
      console.error(`${count}: killed after ${Math.round(milliseconds)} ms`);
    });
    return `${kills} of ${kills} runs ended by --resume alone with the figures of one that was never stopped`;
  },
  workers: async (kills: number) => {
    const { stops, finished, longest } = await killWorkers(
      kills,
      console.error,
    );
    return `${kills} kills of a process of two or four workers, ${stops} of them stops: all others ended, the last after ${
      longest.toFixed(1)
    } s; ${finished} runs ended by --resume alone with the bits of one that was never stopped`;
  },
};

async function main(): Promise<number> {
  const [mode] = Deno.args;
  const other = mode === "resume" || mode === "workers" ? mode : undefined;
  const kills = Number(other ? Deno.args[1] ?? 50 : mode ?? 1000);
  if (!(Number.isSafeInteger(kills) && kills > 0)) {
    console.error(
      `Cannot kill a run: how often must be a whole number above 0: current value is ${
        Deno.args.at(-1)
      }; see deno task kills 200, deno task kills resume 50, or deno task kills workers 50`,
    );
    return 2;
  }
  if (other) {
    console.log(await MODES[other](kills));
    return 0;
  }
  const { whileTraining, finished } = await killAtRandom(
    kills,
    navigator.hardwareConcurrency,
    (report) => {
      if (report.kills % 50 === 0) console.error(`${report.kills} kills`);
    },
  );
  console.log(
    `${kills} kills, ${whileTraining} of them while it trained: every state could be read, no epoch was lost, ${finished} runs ended with the bits of one that was never stopped`,
  );
  return 0;
}

if (import.meta.main) Deno.exit(await exitCodeOfTool(main));
