import { assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import {
  recoverFolder,
  writeFolderAtomically,
} from "../../lib/files/atomic_folder.ts";
import { inFolder, namesIn } from "../support/folder.ts";

const text = (path: string, content: string) => ({
  path,
  bytes: new TextEncoder().encode(content),
});

Deno.test("writeFolderAtomically() writes files, folders in it and folders above it", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "above", "model");
    await writeFolderAtomically(path, [text("a", "1"), text("in/b", "2")]);
    assertEquals(await Deno.readTextFile(join(path, "a")), "1");
    assertEquals(await Deno.readTextFile(join(path, "in", "b")), "2");
    assertEquals(namesIn(join(folder, "above")), ["model"]);
  });
});

Deno.test("writeFolderAtomically() fills an empty folder, and refuses any other", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "model");
    await Deno.mkdir(path);
    await writeFolderAtomically(path, [text("a", "1")]);
    await assertRejects(
      () => writeFolderAtomically(path, [text("b", "2")]),
      Deno.errors.AlreadyExists,
    );
    assertEquals([namesIn(folder), namesIn(path)], [["model"], ["a"]]);
  });
});

Deno.test("writeFolderAtomically() refuses to take the place of a file", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "model");
    await Deno.writeTextFile(path, "mine");
    await assertRejects(
      () => writeFolderAtomically(path, [text("a", "1")]),
      Deno.errors.AlreadyExists,
    );
    assertEquals(await Deno.readTextFile(path), "mine");
  });
});

Deno.test("writeFolderAtomically() replaces a folder as a whole", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "model");
    await writeFolderAtomically(path, [text("old", "1")]);
    await writeFolderAtomically(path, [text("new", "2")], { replace: true });
    assertEquals([namesIn(folder), namesIn(path)], [["model"], ["new"]]);
  });
});

Deno.test("writeFolderAtomically() leaves nothing of a folder that it can't finish", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "model");
    await writeFolderAtomically(path, [text("old", "1")]);
    // The same file twice can't be created
    await assertRejects(
      () =>
        writeFolderAtomically(path, [text("a", "1"), text("a", "2")], {
          replace: true,
        }),
      Deno.errors.AlreadyExists,
    );
    assertEquals([namesIn(folder), namesIn(path)], [["model"], ["old"]]);
  });
});

const leftover = (end: string) => `.model.${crypto.randomUUID()}${end}`;

Deno.test("a folder comes back that a killed process had moved aside, and what it wrote is removed", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "model");
    await writeFolderAtomically(path, [text("old", "1")]);
    await Deno.rename(path, join(folder, leftover(".old.tmp")));
    await writeFolderAtomically(join(folder, leftover(".tmp")), [
      text("a", ""),
    ]);
    const others = `.model.tfjs.${crypto.randomUUID()}.tmp`;
    await Deno.mkdir(join(folder, others));
    await recoverFolder(path);
    assertEquals([namesIn(folder), namesIn(path)], [[others, "model"], [
      "old",
    ]]);

    // Killed after the change
    await Deno.mkdir(join(folder, leftover(".old.tmp")));
    await writeFolderAtomically(path, [text("new", "2")], { replace: true });
    assertEquals([namesIn(folder), namesIn(path)], [[others, "model"], [
      "new",
    ]]);
  });
});

Deno.test("what a process is still writing stays", async () => {
  await inFolder(async (folder) => {
    const temporary = join(folder, leftover(".tmp"));
    await Deno.mkdir(temporary);
    using open = await Deno.open(temporary);
    await open.lock(true);
    await recoverFolder(join(folder, "model"));
    assertEquals(namesIn(folder).length, 1);
  });
});
