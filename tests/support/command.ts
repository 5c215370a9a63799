import { join } from "node:path";
import { encodeIdx, syntheticDataset } from "../../lib/data/mod.ts";

/** How a command ended. */
export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A task as the user runs it, permissions included. */
export function task(
  args: string[],
  env: Record<string, string> = {},
): Deno.Command {
  return new Deno.Command(Deno.execPath(), {
    args: ["task", "--quiet", ...args],
    env: { MNIST_DIR: "", NO_COLOR: "1", ...env },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  });
}

/** Runs a command to its end. */
export async function outcomeOf(command: Deno.Command): Promise<Outcome> {
  const { code, stdout, stderr } = await command.output();
  const decoder = new TextDecoder();
  return {
    code,
    stdout: decoder.decode(stdout),
    stderr: decoder.decode(stderr),
  };
}

/**
 * Signals a command as Ctrl-C does: once from the terminal, and twice from
 * `deno task`, which passes it on.
 */
export async function press(
  child: Deno.ChildProcess,
  signal: Deno.Signal = "SIGINT",
): Promise<void> {
  for (let count = 0; count < 3; count++) {
    child.kill(signal);
    // Signals at the same instant would be one
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

/** Changes to a recipe that a sweep makes: 312 parameters. */
export const tinyNetwork = {
  "network.channels": [2, 2, 2, 2, 4],
  "network.hidden": 4,
};

/** Writes a small set of digits as four IDX files, and returns their folder. */
export async function writeDigits(folder: string, seed = 1): Promise<string> {
  const { train, test } = syntheticDataset({ train: 200, test: 100, seed });
  const data = join(folder, "digits");
  await Deno.mkdir(data);
  for (const [name, set] of [["train", train], ["t10k", test]] as const) {
    await Deno.writeFile(
      join(data, `${name}-images-idx3-ubyte`),
      encodeIdx([set.count, set.rows, set.columns], set.images),
    );
    await Deno.writeFile(
      join(data, `${name}-labels-idx1-ubyte`),
      encodeIdx([set.count], set.labels),
    );
  }
  return data;
}
