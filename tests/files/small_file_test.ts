import { assertEquals, assertRejects } from "@std/assert";
import { FileError } from "../../lib/files/errors.ts";
import { readSmallFile } from "../../lib/files/small_file.ts";
import { inFolder } from "../support/folder.ts";

Deno.test("readSmallFile() reads a file up to its largest size", async () => {
  await inFolder(async (folder) => {
    const path = `${folder}/file`;
    await Deno.writeFile(path, new Uint8Array(10).fill(7));
    const bytes = await readSmallFile(path, 10, "Cannot read it");
    assertEquals(bytes, new Uint8Array(10).fill(7));
    await assertRejects(
      () => readSmallFile(path, 9, "Cannot read it"),
      FileError,
      "Cannot read it: it must have at most 9 bytes: current value is 10",
    );
  });
});

Deno.test("readSmallFile() refuses a folder, and leaves a missing file to its caller", async () => {
  await inFolder(async (folder) => {
    await assertRejects(
      () => readSmallFile(folder, 10, "Cannot read it"),
      FileError,
      "Cannot read it: it is not a file",
    );
    await assertRejects(
      () => readSmallFile(`${folder}/none`, 10, "Cannot read it"),
      Deno.errors.NotFound,
    );
  });
});
