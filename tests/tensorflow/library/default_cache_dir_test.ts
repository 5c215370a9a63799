import { assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { defaultCacheDir } from "../../../lib/tensorflow/library/default_cache_dir.ts";
import { LibraryError } from "../../../lib/tensorflow/library/errors.ts";
import { temporaryFolder } from "./fixtures.ts";

/** A project with the module as a member, and a program in it. */
async function project(root: string) {
  await Deno.writeTextFile(
    join(root, "deno.json"),
    JSON.stringify({ workspace: ["./lib/tensorflow"] }),
  );
  const url = (path: string) => pathToFileURL(join(root, path)).href;
  return {
    module: url("lib/tensorflow/library/default_cache_dir.ts"),
    program: url("notebooks/$deno$repl.mts"),
  };
}

const variables = (values: Record<string, string>) => (name: string) =>
  values[name];

Deno.test("defaultCacheDir() is data/tensorflow for the project's own programs", async () => {
  await using root = await temporaryFolder();
  const { module, program } = await project(root.path);
  const folder = pathToFileURL(join(root.path, "/")).href;
  for (const place of [program, folder]) {
    const places = ["file:///elsewhere/main.ts", place];
    assertEquals(
      await defaultCacheDir({ module, places }),
      join(root.path, "data", "tensorflow"),
    );
  }
});

Deno.test("defaultCacheDir() is the user's cache for other programs and copies", async () => {
  await using root = await temporaryFolder();
  const { module, program } = await project(root.path);
  const environment = variables({ XDG_CACHE_HOME: "/cache", HOME: "/home/a" });
  for (
    const urls of [
      { module, places: ["file:///elsewhere/main.ts"] },
      { module: "https://jsr.io/@a/b/0.1.0/library/mod.ts", places: [program] },
      {
        module: module.replace("/lib/", "/node_modules/"),
        places: [program],
      },
    ]
  ) {
    assertEquals(
      await defaultCacheDir({ ...urls, environment, os: "linux" }),
      join("/cache", "deno-tensorflow"),
    );
  }
});

Deno.test("defaultCacheDir() follows the customs of each system", async () => {
  const elsewhere = { places: ["file:///elsewhere/main.ts"] };
  const cases: [typeof Deno.build.os, Record<string, string>, string][] = [
    ["linux", { HOME: "/home/a" }, "/home/a/.cache/deno-tensorflow"],
    [
      "linux",
      { HOME: "/home/a", XDG_CACHE_HOME: "relative" },
      "/home/a/.cache/deno-tensorflow",
    ],
    [
      "darwin",
      { HOME: "/Users/a", XDG_CACHE_HOME: "/cache" },
      "/Users/a/Library/Caches/deno-tensorflow",
    ],
    ["windows", { LOCALAPPDATA: "/local" }, "/local/deno-tensorflow"],
  ];
  for (const [os, values, folder] of cases) {
    const environment = variables(values);
    assertEquals(
      await defaultCacheDir({ ...elsewhere, os, environment }),
      folder,
    );
  }
  await assertRejects(
    () =>
      defaultCacheDir({
        ...elsewhere,
        os: "linux",
        environment: variables({}),
      }),
    LibraryError,
    "HOME must be set",
  );
});
