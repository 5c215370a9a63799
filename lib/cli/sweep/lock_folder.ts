import { join } from "node:path";
import { lockRun } from "../../runs/lock.ts";
import type { SweepConfig } from "../../sweep/config.ts";
import { SweepError } from "../../sweep/errors.ts";

/**
 * Makes a sweep's folder, locks it for this process and writes its configuration.
 *
 * @throws {SweepError} if another process has locked it, or it can't be written.
 */
export async function lockFolder(
  folder: string,
  config: SweepConfig,
): Promise<Disposable> {
  const file = join(folder, "config.json");
  try {
    await Deno.mkdir(join(folder, "trials"), { recursive: true });
    // This file is locked, so it is overwritten in place, not replaced
    await Deno.writeTextFile(file, "", { append: true });
    const lock = await lockRun(folder);
    if (!lock) {
      throw new SweepError(
        `Cannot sweep in "${folder}": it must be free: another process is sweeping in it; wait for its end or choose another folder with --out`,
      );
    }
    await Deno.writeTextFile(file, `${JSON.stringify(config, undefined, 2)}\n`);
    return lock;
  } catch (error) {
    if (error instanceof SweepError) throw error;
    throw new SweepError(
      `Cannot sweep in "${folder}": ${
        (error as Error).message
      }; choose another folder with --out`,
    );
  }
}
