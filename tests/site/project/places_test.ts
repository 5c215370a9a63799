import { assertEquals, assertRejects } from "@std/assert";
import { FileError } from "../../../lib/files/errors.ts";
import { Places } from "../../../lib/site/project/places.ts";

const kinds: Readonly<Record<string, "file" | "folder">> = {
  "README.md": "file",
  "docs": "folder",
  "docs/a.md": "file",
  "sweeps": "folder",
  "sweeps/README.md": "file",
  "lib/a.ts": "file",
};
const files = { kind: (path: string) => Promise.resolve(kinds[path]) };

Deno.test("link() leads from page to page and adds what it leads to", async () => {
  const places = new Places(files);
  const from = await places.add("docs/a.md");
  const links = {
    "../README.md": "../index.html",
    "../README.md#one": "../index.html#one",
    "../lib/a.ts#L3": "../lib/a.ts.html",
    "../sweeps": "../sweeps/index.html",
    "../docs/": "index.html",
    "#here": "#here",
    "https://example.org/a.md": "https://example.org/a.md",
    "data:image/png;base64,": "data:image/png;base64,",
  };
  for (const [link, wanted] of Object.entries(links)) {
    assertEquals(await places.link(from, link), wanted, link);
  }
  assertEquals([...places.all()].map(({ path }) => path), [
    ...["docs/a.md", "README.md", "lib/a.ts", "sweeps/README.md", "docs"],
  ]);
});

Deno.test("link() refuses what is not in the project", async () => {
  const places = new Places(files);
  const from = await places.add("docs/a.md");
  for (const link of ["missing.md", "../../x"]) {
    await assertRejects(
      () => places.link(from, link),
      FileError,
      "links must lead to files of the project: current value is",
    );
  }
});
