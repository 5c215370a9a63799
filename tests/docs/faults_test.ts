import { assert, assertEquals } from "@std/assert";

const folder = new URL("../../", import.meta.url);

Deno.test("each fault in docs/faults.md has the test that is named there", async () => {
  const text = await Deno.readTextFile(new URL("docs/faults.md", folder));
  const rows = text.split("\n").filter((line) => line.startsWith("| "))
    .slice(2);
  assert(rows.length > 15, `${rows.length} rows`);
  const missing: string[] = [];
  for (const row of rows) {
    const [, path, name] = / `([\w/]+_test\.ts)`: (.*?) *\|$/.exec(row) ?? [];
    assert(path && name, row);
    const source = await Deno.readTextFile(new URL(`tests/${path}`, folder))
      .catch(() => "");
    if (!source.includes(`"${name}"`)) missing.push(`${path}: ${name}`);
  }
  assertEquals(missing, []);
});
