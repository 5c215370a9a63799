import { assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { FileError } from "../../lib/files/errors.ts";
import { siteMark } from "../../lib/site/build.ts";
import { writeSite } from "../../lib/site/write.ts";
import { inFolder } from "../support/folder.ts";

const file = (path: string, text: string) => ({
  path,
  bytes: new TextEncoder().encode(text),
});

Deno.test("writeSite() replaces a site and leaves nothing beside it", async () => {
  await inFolder(async (folder) => {
    const site = join(folder, "a", "site");
    await writeSite(site, [file("old.html", "old"), file(siteMark, "")]);
    await writeSite(site, [file("b/new.html", "new"), file(siteMark, "")]);
    assertEquals(await Deno.readTextFile(join(site, "b", "new.html")), "new");
    const names = (path: string) =>
      [...Deno.readDirSync(path)].map(({ name }) => name).sort();
    assertEquals(names(site), ["assets", "b"]);
    assertEquals(names(join(folder, "a")), ["site"]);
  });
});

Deno.test("writeSite() refuses a file and what is no site, in one line", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "a");
    await Deno.writeTextFile(path, "mine");
    await assertRejects(
      () => writeSite(path, [file(siteMark, "")]),
      FileError,
      `"${path}": it must be a folder: it is a file; choose another with --out`,
    );
    assertEquals(await Deno.readTextFile(path), "mine");
    const error = await assertRejects(
      () => writeSite(folder, [file(siteMark, "")]),
      FileError,
      `or hold a site: it holds "a"; choose another with --out`,
    );
    assertEquals(error.message.includes("\n"), false);
  });
});
