/** Below those that the system gives out; others may run a bench too. */
const FIRST_PORT = 20_000 + Math.floor(Math.random() * 10_000);

/** Where a task runs. */
export interface Machine {
  /** Its address. */
  readonly host: string;
  /** The command that starts others there, with its arguments; none is this machine. */
  readonly enter: readonly string[];
}

const HERE: Machine = { host: "127.0.0.1", enter: [] };

/**
 * Runs a program of `bench/workers` as the tasks of a cluster.
 *
 * @param machines One for each task, or how many tasks run on this one.
 * @param args More arguments, after the cluster's options.
 * @param timeout Seconds that a collective waits.
 * @returns What each task printed, the chief's first.
 */
export async function runTasks<Output>(
  program: string,
  machines: number | readonly Machine[],
  args: readonly string[] = [],
  timeout = 30,
): Promise<Output[]> {
  const places = typeof machines === "number"
    ? Array.from({ length: machines }, () => HERE)
    : machines;
  const workers = places.map(({ host }, index) =>
    `${host}:${FIRST_PORT + index}`
  );
  const outputs = await Promise.all(
    places.map(({ enter }, task) => {
      const [command, ...rest] = [
        ...[...enter, Deno.execPath()],
        ...["run", "-q", "--no-check", "--no-prompt", "-P=tensorflow"],
        `${import.meta.dirname}/../workers/${program}`,
        JSON.stringify({ workers, task, timeout }),
        ...args,
      ];
      return new Deno.Command(command, { args: rest, stderr: "inherit" })
        .output();
    }),
  );
  return outputs.map(({ stdout }) =>
    JSON.parse(new TextDecoder().decode(stdout))
  );
}
