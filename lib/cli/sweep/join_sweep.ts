import { join } from "node:path";
import { CONFIG_FILE } from "../../runs/record.ts";
import type { SweepConfig } from "../../sweep/config.ts";
import { SweepError } from "../../sweep/errors.ts";

/**
 * Makes a sweep's folder and writes its configuration, or joins the processes, of this
 * machine or of others, that share out its trials.
 *
 * While anyone sweeps there, the operating system holds a shared lock on `config.json`,
 * which is overwritten in place.
 *
 * @returns Leaves the sweep when disposed.
 * @throws {SweepError} if others sweep another configuration there, or the folder can't
 * be written.
 */
export async function joinSweep(
  folder: string,
  config: SweepConfig,
): Promise<Disposable> {
  const text = `${JSON.stringify(config, undefined, 2)}\n`;
  const path = join(folder, CONFIG_FILE);
  let file: Deno.FsFile | undefined;
  try {
    await Deno.mkdir(join(folder, "trials"), { recursive: true });
    file = await Deno.open(path, { read: true, write: true, create: true });
    if (await file.tryLock(true)) await Deno.writeTextFile(path, text);
    await file.lock(false);
    if (await Deno.readTextFile(path) === text) return file;
  } catch (error) {
    file?.close();
    throw new SweepError(
      `Cannot sweep in "${folder}": ${
        (error as Error).message
      }; choose another folder with --out`,
    );
  }
  file.close();
  throw new SweepError(
    `Cannot sweep in "${folder}": all that sweep in it must have one configuration: another process sweeps a different one there; wait for its end or choose another folder with --out`,
  );
}
