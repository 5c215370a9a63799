import { assertEquals } from "@std/assert";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { defaultCacheDir } from "../../../lib/tensorflow/library/default_cache_dir.ts";
import { temporaryFolder } from "./fixtures.ts";

Deno.test("defaultCacheDir() is in the project that contains the module", async () => {
  await using root = await temporaryFolder();
  await Deno.writeTextFile(join(root.path, "deno.json"), "{}");
  const module = join(root.path, "lib", "deep", "mod.ts");
  assertEquals(
    await defaultCacheDir(pathToFileURL(module).href),
    join(root.path, "data", "tensorflow"),
  );
});

Deno.test("defaultCacheDir() of a remote module is in the working directory", async () => {
  assertEquals(
    await defaultCacheDir("https://example.com/lib/mod.ts"),
    join(Deno.cwd(), "data", "tensorflow"),
  );
});
