import { assert, assertEquals, assertRejects } from "@std/assert";
import {
  isTemporary,
  removeTemporaries,
  writeFileAtomically,
} from "../../lib/files/atomic_file.ts";
import { inFolder, namesIn } from "../support/folder.ts";

Deno.test("writeFileAtomically() replaces a file with bytes or text", async () => {
  await inFolder(async (folder) => {
    const path = `${folder}/file`;
    await writeFileAtomically(path, Uint8Array.of(1, 2));
    assertEquals(Deno.readFileSync(path), Uint8Array.of(1, 2));
    await writeFileAtomically(path, "né");
    assertEquals(Deno.readTextFileSync(path), "né");
    assertEquals(namesIn(folder), ["file"]);
  });
});

Deno.test("writeFileAtomically() leaves nothing behind when it fails", async () => {
  await inFolder(async (folder) => {
    await Deno.mkdir(`${folder}/taken`); // a file can't be renamed to it
    await assertRejects(() => writeFileAtomically(`${folder}/taken`, "text"));
    assertEquals(namesIn(folder), ["taken"]);
    await assertRejects(
      () => writeFileAtomically(`${folder}/none/file`, "text"),
      Deno.errors.NotFound,
    );
  });
});

Deno.test("removeTemporaries() removes what writeFileAtomically() leaves if it is killed", async () => {
  await inFolder(async (folder) => {
    const names = new Set<string>();
    using watcher = Deno.watchFs(folder);
    const watched = (async () => {
      for await (const { paths } of watcher) {
        for (const path of paths) names.add(path.slice(folder.length + 1));
        if (names.has("file")) return;
      }
    })();
    await writeFileAtomically(`${folder}/file`, "text");
    await watched;
    const temporary = [...names].filter((name) => name !== "file" && name);
    assertEquals(temporary.length, 1);
    assert(isTemporary(temporary[0]), temporary[0]);
    await Deno.writeTextFile(`${folder}/${temporary[0]}`, "part");
    await removeTemporaries(folder);
    assertEquals(namesIn(folder), ["file"]);
    for (const name of ["file", ".file", "file.tmp"]) {
      assert(!isTemporary(name), name);
    }
  });
});
