/** Below those that the system gives out; others may run a bench too. */
const FIRST_PORT = 20_000 + Math.floor(Math.random() * 10_000);

/**
 * Runs a program of `workers` as the tasks of a cluster on this machine.
 *
 * @param args More arguments, after the cluster's options.
 * @returns What each task printed, the chief's first.
 */
export async function runTasks<Output>(
  program: string,
  count: number,
  args: readonly string[] = [],
): Promise<Output[]> {
  const workers = Array.from(
    { length: count },
    (_, index) => `127.0.0.1:${FIRST_PORT + index}`,
  );
  const outputs = await Promise.all(
    workers.map((_, task) =>
      new Deno.Command(Deno.execPath(), {
        args: [
          ...["run", "-q", "--no-check", "--no-prompt", "-P=tensorflow"],
          `${import.meta.dirname}/workers/${program}`,
          JSON.stringify({ workers, task }),
          ...args,
        ],
        stderr: "inherit",
      }).output()
    ),
  );
  return outputs.map(({ stdout }) =>
    JSON.parse(new TextDecoder().decode(stdout))
  );
}
