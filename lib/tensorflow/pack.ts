/**
 * Packs this folder as an npm package for Deno: `deno task pack`.
 *
 * @module
 */
import { join, resolve } from "node:path";
import member from "./deno.json" with { type: "json" };

/**
 * Writes the package: JavaScript, types, and exact versions of its dependencies.
 *
 * `deno pack` writes ranges of versions. But operations of TensorFlow.js are replaced by
 * name, so only the versions that were tested will do.
 *
 * @param folder That gets the tarball.
 * @returns Its path.
 */
export async function pack(folder: string): Promise<string> {
  const file = member.name.slice(1).replace("/", "-");
  const tarball = join(folder, `${file}-${member.version}.tgz`);
  const work = await Deno.makeTempDir({
    dir: resolve(folder),
    prefix: ".pack-",
  });
  try {
    await run(
      Deno.execPath(),
      ["pack", "--quiet", "--allow-dirty", "--no-source-maps"],
      ["--output", join(work, "ranges.tgz")],
    );
    await run("tar", ["-xzf", join(work, "ranges.tgz")], ["-C", work]);
    const path = join(work, "package", "package.json");
    const { name, version, ...rest } = JSON.parse(
      await Deno.readTextFile(path),
    );
    const { description } = member;
    const text = JSON.stringify(
      { name, version, description, ...rest },
      null,
      2,
    );
    await Deno.writeTextFile(path, `${text.replaceAll(': "^', ': "')}\n`);
    await run("tar", ["-czf", join(work, "exact.tgz")], [
      "-C",
      work,
      "package",
    ]);
    await Deno.rename(join(work, "exact.tgz"), tarball);
  } finally {
    await Deno.remove(work, { recursive: true });
  }
  return tarball;
}

async function run(command: string, ...args: string[][]): Promise<void> {
  const { success, stderr } = await new Deno.Command(command, {
    args: args.flat(),
    cwd: import.meta.dirname,
    env: { NO_COLOR: "1" },
    stdin: "null",
    stdout: "null",
  }).output();
  if (success) return;
  throw new Error(
    `Cannot pack: ${command} says: ${new TextDecoder().decode(stderr).trim()}`,
  );
}

if (import.meta.main) {
  const folder = join("data", "packages");
  await Deno.mkdir(folder, { recursive: true });
  console.log(await pack(folder));
}
