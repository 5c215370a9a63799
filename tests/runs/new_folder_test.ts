import { assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { ModelError } from "../../lib/model/errors.ts";
import {
  createNamedFolder,
  createUniqueFolder,
  requireEmptyFolder,
  runName,
} from "../../lib/runs/new_folder.ts";
import { recipes } from "../../lib/training/recipes/recipes.ts";
import { inFolder } from "../support/folder.ts";

Deno.test("runName() sorts by time and holds the recipe's name and the seed", () => {
  const name = runName(
    { ...recipes.reference, seed: 7 },
    new Date(2025, 0, 2, 3, 4, 5),
  );
  assertEquals(name, "2025-01-02_03-04-05_reference_7");
});

Deno.test("createNamedFolder() creates a folder with its parents, or takes an empty one", () =>
  inFolder(async (folder) => {
    const path = join(folder, "a", "b");
    assertEquals(await createNamedFolder(path), path);
    assertEquals(await createNamedFolder(path), path);
    assertEquals([...Deno.readDirSync(path)], []);
  }));

Deno.test("createNamedFolder() refuses a folder that holds something, and a file", () =>
  inFolder(async (folder) => {
    const file = join(folder, "notes.txt");
    await Deno.writeTextFile(file, "mine");
    for (
      const [path, fault] of [[folder, "notes.txt"], [file, "not a folder"]]
    ) {
      await assertRejects(() => createNamedFolder(path), ModelError, fault);
    }
    assertEquals(await Deno.readTextFile(file), "mine");
  }));

Deno.test("requireEmptyFolder() creates nothing", () =>
  inFolder(async (folder) => {
    await requireEmptyFolder(join(folder, "new"));
    await requireEmptyFolder(folder);
    assertEquals([...Deno.readDirSync(folder)], []);
  }));

Deno.test("createUniqueFolder() numbers folders of the same name", () =>
  inFolder(async (folder) => {
    const path = join(folder, "runs", "run");
    // At once, as two processes may do
    const paths = await Promise.all(
      [1, 2, 3].map(() => createUniqueFolder(path)),
    );
    assertEquals(paths.sort(), [path, `${path}-2`, `${path}-3`]);
  }));

Deno.test("createUniqueFolder() says why a folder can't be created", () =>
  inFolder(async (folder) => {
    const file = join(folder, "file");
    await Deno.writeTextFile(file, "");
    await assertRejects(
      () => createUniqueFolder(join(file, "run")),
      ModelError,
      `Cannot make folder "${join(file, "run")}": `,
    );
  }));
