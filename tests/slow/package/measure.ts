/**
 * Measures how long each way of installing takes, from an empty folder and empty caches
 * to a trained model, and how much it stores. It downloads everything, three times.
 *
 *     deno run -A tests/slow/package/measure.ts
 *
 * @module
 */
import { join } from "node:path";
import { inFolder } from "../../support/folder.ts";
import { jsrRegistry, npmRegistry, published, scope } from "./registries.ts";
import { program } from "./stranger.ts";

/** Runs the program, and returns the seconds. */
async function seconds(
  folder: string,
  env: Record<string, string>,
): Promise<number> {
  const start = performance.now();
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "-A", "main.ts"],
    cwd: folder,
    env: {
      DENO_DIR: join(folder, "deno"),
      XDG_CACHE_HOME: join(folder, "cache"),
      TENSORFLOW_DIR: "",
      ...env,
    },
  }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
  return (performance.now() - start) / 1000;
}

function megabytes(folder: string): number {
  let bytes = 0;
  for (const { name, isDirectory } of Deno.readDirSync(folder)) {
    const path = join(folder, name);
    bytes += isDirectory ? megabytes(path) * 1e6 : Deno.statSync(path).size;
  }
  return bytes / 1e6;
}

async function measure(
  way: string,
  from: string,
  files: Record<string, string> = {},
  env: Record<string, string> = {},
): Promise<void> {
  await inFolder(async (folder) => {
    const all = { ...files, "main.ts": program(from) };
    for (const [name, text] of Object.entries(all)) {
      await Deno.writeTextFile(join(folder, name), text);
    }
    const first = await seconds(folder, env);
    const again = await seconds(folder, env);
    const packages = megabytes(join(folder, "deno"));
    const library = megabytes(join(folder, "cache"));
    console.log(
      `${way}: ${first.toFixed(1)} s, again ${again.toFixed(1)} s; ${
        packages.toFixed(0)
      } MB of packages, ${library.toFixed(0)} MB of TensorFlow`,
    );
  });
}

await inFolder(async (folder) => {
  await using npm = await npmRegistry(folder);
  await using jsr = await jsrRegistry();
  const npmrc = `${scope}:registry=${npm.url}\n`;
  await measure("path", import.meta.resolve("../../../lib/tensorflow/mod.ts"));
  await measure(
    "npm",
    `npm:${published}`,
    { ".npmrc": npmrc, "deno.json": "{}" },
  );
  await measure("JSR", `jsr:${published}`, {}, { JSR_URL: jsr.url });
});
