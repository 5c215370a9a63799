import { assertEquals } from "@std/assert";
import {
  kindOf,
  pagePath,
  relativeLink,
} from "../../../lib/site/project/paths.ts";

Deno.test("kindOf() goes by the end of the name", () => {
  const kinds = {
    "notebooks/01_a.ipynb": "notebook",
    "README.md": "markdown",
    "docs/a.svg": "asset",
    "lib/a.ts": "source",
    "LICENSE": "source",
    "data/a-ubyte.gz": "asset",
  };
  for (const [path, kind] of Object.entries(kinds)) {
    assertEquals(kindOf(path), kind, path);
  }
  assertEquals(kindOf("notebooks", true), "folder");
});

Deno.test("pagePath() makes a README its folder's index", () => {
  const page = (path: string) => pagePath(path, kindOf(path));
  assertEquals(page("README.md"), "index.html");
  assertEquals(page("sweeps/README.md"), "sweeps/index.html");
  assertEquals(page("docs/data.md"), "docs/data.html");
  assertEquals(page("notebooks/01_a.ipynb"), "notebooks/01_a.html");
  assertEquals(page("lib/a/mod.ts"), "lib/a/mod.ts.html");
  assertEquals(page(".ci/run"), "ci/run.html");
  assertEquals(
    pagePath("sweeps/results", "folder"),
    "sweeps/results/index.html",
  );
});

Deno.test("relativeLink() works in any folder of a server", () => {
  assertEquals(relativeLink("index.html", "docs/a.html"), "docs/a.html");
  assertEquals(relativeLink("a/b.html", "index.html"), "../index.html");
  assertEquals(relativeLink("a/b.html", "a/b.html"), "b.html");
  assertEquals(relativeLink("a.html", "b c.html"), "b%20c.html");
});
