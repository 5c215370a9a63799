import { join } from "node:path";
import project from "../../../deno.json" with { type: "json" };

/** The project's folder. */
export const PROJECT = join(import.meta.dirname!, "..", "..", "..");

/** A run that is started or resumed. */
export interface RunCommand {
  readonly data: string;
  readonly run: string;
  readonly workers: number;
}

/** What is known of a run's processes so far. */
interface Seen {
  /** What they wrote to standard error. */
  errors: string;
  code: number;
  signal: Deno.Signal | null;
}

/** A run whose processes are there. */
export interface StartedRun {
  /** The launcher. */
  readonly child: Deno.ChildProcess;
  readonly seen: Readonly<Seen>;
  /** Once all have ended. */
  readonly end: Promise<Readonly<Seen>>;
}

/** Starts or resumes a run by the task's own command. */
export function started({ data, run, workers }: RunCommand): StartedRun {
  const [, ...args] = project.tasks.train.command.split(" ");
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      ...[...args, "--workers", `${workers}`, "--resume", "--out", run],
      ...["--data", data, "--limit", "100", "--batch-size", "2"],
      ...["--epochs", "3"],
    ],
    cwd: PROJECT,
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).spawn();
  const seen: Seen = { errors: "", code: 0, signal: null };
  // It is closed once all processes have ended, not the launcher alone
  const closed = (async () => {
    const text = child.stderr.pipeThrough(new TextDecoderStream());
    for await (const part of text) seen.errors += part;
  })();
  const end = Promise.all([child.status, closed]).then(([status]) =>
    Object.assign(seen, { code: status.code, signal: status.signal })
  );
  return { child, seen, end };
}
