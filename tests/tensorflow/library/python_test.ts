import { assertEquals } from "@std/assert";
import { join } from "node:path";
import { environmentFolders } from "../../../lib/tensorflow/library/python.ts";
import { inFolder } from "../../support/folder.ts";

Deno.test("environmentFolders() finds TensorFlow of each Python version", async () => {
  await inFolder(async (prefix) => {
    const packages = (lib: string, python: string) =>
      join(prefix, lib, python, "site-packages", "tensorflow");
    const found = [
      packages("lib", "python3.11"),
      packages("lib64", "python3.9"),
    ];
    for (const folder of [...found, packages("lib", "python3")]) {
      await Deno.mkdir(folder, { recursive: true });
    }
    await Deno.mkdir(join(prefix, "lib", "python3.12", "site-packages"), {
      recursive: true,
    });
    assertEquals(await environmentFolders(prefix), found);
  });
});

Deno.test("environmentFolders() finds nothing in a missing folder", async () => {
  await inFolder(async (folder) =>
    assertEquals(await environmentFolders(join(folder, "missing")), [])
  );
});
