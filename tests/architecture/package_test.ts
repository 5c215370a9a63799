import { assertEquals } from "@std/assert";
import { join } from "node:path";
import project from "../../deno.json" with { type: "json" };

const root = join(import.meta.dirname!, "..", "..");
const library = join(root, "lib", "tensorflow");

Deno.test("lib/tensorflow imports npm packages in full, at this project's versions", async () => {
  const imports: Readonly<Record<string, string>> = project.imports;
  const found = new Set<string>();
  const faults: string[] = [];
  for await (const path of filesIn(library)) {
    const text = await Deno.readTextFile(path);
    for (
      const [, specifier] of text.matchAll(
        /(?:from|import\(|^import)\s*"([^".][^"]*)"\s*[;)]/gm,
      )
    ) {
      if (specifier.startsWith("node:")) continue;
      const [, name] = /^npm:(@?[^@]+)@/.exec(specifier) ?? [];
      found.add(name);
      const whole = `${specifier}/`.startsWith(`${imports[name]}/`);
      if (!whole) faults.push(`${path}: ${specifier}`);
    }
  }
  assertEquals(faults, []);
  assertEquals(found.has("@tensorflow/tfjs"), true);
});

async function* filesIn(folder: string): AsyncGenerator<string> {
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    const path = join(folder, name);
    if (isDirectory) yield* filesIn(path);
    else if (name.endsWith(".ts")) yield path;
  }
}

Deno.test("lib/tensorflow can be published: no slow types", async () => {
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    // `deno task check` checks the types
    args: ["publish", "--dry-run", "--allow-dirty", "--no-check"],
    cwd: library,
    env: { NO_COLOR: "1" },
  }).output();
  const text = new TextDecoder().decode(stderr);
  assertEquals([success, /warning|slow-type/i.exec(text)], [true, null], text);
});
