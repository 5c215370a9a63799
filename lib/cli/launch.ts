/**
 * Starts Deno with the permissions that deno.json names, widened by the folders and
 * files that the user names in flags, words or variables. A command can open nothing
 * else on the disk, whatever its input files say.
 *
 *     deno run -q -P=launch lib/cli/launch.ts tensorflow+download run lib/cli/evaluate.ts …
 *
 * `-P=tensorflow --allow-read=DIR` would replace the set's list of folders instead of
 * adding to it, so the lists are read and passed on from here.
 *
 * This program itself may read the environment and start any program. It could do so
 * anyway, since it starts Deno with permissions of its choice.
 *
 * @module
 */
import { permissionFlags, permissionsOf, widen } from "./launch/permissions.ts";
import { folderVariables, linkerVariables } from "./launch/variables.ts";
import {
  ALONE,
  type ClusterTask,
  clusterTasks,
  endOfAll,
  workerCount,
} from "./launch/workers.ts";
import { resumedTraining } from "./command/shell.ts";

/** Signals that are passed on to the command. */
const SIGNALS: readonly Deno.Signal[] = Deno.build.os === "windows"
  ? ["SIGINT"]
  : ["SIGINT", "SIGTERM", "SIGHUP", "SIGUSR1"];

/**
 * How a command ends that could not say why: V8 at the limit of its heap, a failed
 * allocation in C++, and the system's own choice of a process to end.
 */
const CRASHES: readonly Deno.Signal[] = [
  "SIGTRAP",
  "SIGILL",
  "SIGABRT",
  "SIGKILL",
];

/** A command, as it is handed to this program. */
interface Launch {
  /** Names of permission sets, joined by +. */
  readonly sets: string;
  /** Of Deno: `run` or `test`. */
  readonly subcommand: string;
  /** Deno's flags, the script, and its arguments. */
  readonly words: readonly string[];
}

/** The command's own flags and words. */
function argumentsOf({ words }: Launch): readonly string[] {
  const script = words.findIndex((word) => !word.startsWith("--"));
  return script < 0 ? [] : words.slice(script + 1);
}

/** How to start a command with its permissions, as one task of a cluster or alone. */
function launcher(launch: Launch): (task?: ClusterTask) => Deno.ChildProcess {
  const { sets, subcommand, words } = launch;
  const surroundings = {
    cwd: Deno.env.get("INIT_CWD") ?? Deno.cwd(),
    variable: (name: string) => Deno.env.get(name),
  };
  const permissions = widen(
    permissionsOf(sets),
    argumentsOf(launch),
    surroundings,
  );
  const args = [
    subcommand,
    ...subcommand === "run" ? ["--quiet"] : [],
    "--no-prompt",
    ...permissionFlags(permissions),
    ...words,
  ];
  const env = {
    ...folderVariables(surroundings),
    ...linkerVariables(Object.keys(Deno.env.toObject()), permissions.env),
  };
  return ({ speaks, variables } = ALONE) =>
    new Deno.Command(Deno.execPath(), {
      args,
      stdin: speaks ? "inherit" : "null",
      stdout: speaks ? "inherit" : "null",
      stderr: "inherit",
      env: { ...variables, ...env },
    }).spawn();
}

/** Passes signals on to processes that start later, so that none ends this one alone. */
function passSignalsOn(children: readonly Deno.ChildProcess[]): void {
  for (const signal of SIGNALS) {
    Deno.addSignalListener(signal, () => {
      for (const child of children) {
        try {
          child.kill(signal);
        } catch {
          // It has ended
        }
      }
    });
  }
}

/** Runs a command, passes signals on to it, and ends as it ends. */
async function main(
  [sets, subcommand, ...words]: readonly string[],
): Promise<number> {
  const launch = { sets, subcommand, words };
  const args = argumentsOf(launch);
  const start = launcher(launch);
  const shared = sets.split("+").includes("cluster") &&
    !Deno.env.get("TF_CONFIG");
  const workers = shared ? workerCount(args) : 1;
  const children: Deno.ChildProcess[] = [];
  passSignalsOn(children);
  for (const task of workers > 1 ? clusterTasks(workers) : [ALONE]) {
    children.push(start(task));
  }
  const resume = workers > 1
    ? `resume with: ${resumedTraining(args)}`
    : "deno task train --resume continues a run";
  const { code, signal } = await endOfAll(children, resume);
  if (signal === null || !CRASHES.includes(signal)) return code;
  console.error(
    `Cannot go on: the command was ended by ${signal}, as it is when no memory is left; end other programs, or train with a smaller --batch-size; ${resume}`,
  );
  return signal === "SIGKILL" ? code : 2;
}

if (import.meta.main) Deno.exit(await main(Deno.args));
