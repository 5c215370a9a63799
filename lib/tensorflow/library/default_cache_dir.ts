import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * The default folder for downloaded copies: `data/tensorflow` in the project
 * that contains this module (the nearest folder above with a deno.json), or in
 * the working directory if the module was not loaded from a disk.
 */
export async function defaultCacheDir(
  moduleUrl: string = import.meta.url,
): Promise<string> {
  const place = join("data", "tensorflow");
  if (!moduleUrl.startsWith("file:")) return join(Deno.cwd(), place);
  const start = dirname(fileURLToPath(moduleUrl));
  for (let folder = start; folder !== dirname(folder);) {
    try {
      await Deno.stat(join(folder, "deno.json"));
      return join(folder, place);
    } catch {
      folder = dirname(folder);
    }
  }
  return join(Deno.cwd(), place);
}
