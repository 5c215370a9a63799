import { assertEquals } from "@std/assert";
import { join } from "node:path";

const root = join(import.meta.dirname!, "..", "..");

/** Files of a folder and of those in it, by paths from it. */
function filesIn(folder: string, from = ""): string[] {
  return [...Deno.readDirSync(join(folder, from))].flatMap(
    ({ name, isDirectory }) =>
      isDirectory ? filesIn(folder, join(from, name)) : [join(from, name)],
  );
}

/** Whether lib has such a file, or a folder of that name. */
function isInLib(path: string, sources: readonly string[]): boolean {
  return sources.includes(`${path}.ts`) ||
    sources.some((source) => source.startsWith(`${path}/`));
}

Deno.test("a test of a room is where the file that it tests is", () => {
  const sources = filesIn(join(root, "lib"));
  const rooms = new Set(sources.map((source) => source.split("/")[0]));
  const astray = filesIn(join(root, "tests")).filter((path) => {
    if (!path.endsWith("_test.ts") || !rooms.has(path.split("/")[0])) {
      return false;
    }
    const tested = path.replace(/_test\.ts$/, "");
    // A file with many tests has a folder of its own name for them
    const folder = path.slice(0, path.lastIndexOf("/"));
    return !isInLib(tested, sources) && !sources.includes(`${folder}.ts`);
  });
  assertEquals(astray, []);
});

Deno.test("a folder holds at most 16 files of code", () => {
  const counts = new Map<string, number>();
  for (const room of ["lib", "bench", "tests"]) {
    for (const path of filesIn(root, room)) {
      if (!path.endsWith(".ts")) continue;
      const folder = path.slice(0, path.lastIndexOf("/"));
      counts.set(folder, (counts.get(folder) ?? 0) + 1);
    }
  }
  assertEquals([...counts].filter(([, count]) => count > 16), []);
});
