import { assertEquals, assertRejects } from "@std/assert";
import {
  compareNames,
  findPictures,
  holdsFolders,
} from "../../../lib/data/pictures/find.ts";
import { FileError } from "../../../lib/files/errors.ts";
import { inFolder } from "../../support/folder.ts";

Deno.test("findPictures() lists files by class and name, without reading them", async () => {
  await inFolder(async (folder) => {
    for (const name of ["b", "a"]) {
      await Deno.mkdir(`${folder}/${name}`);
      for (const file of ["10.png", "9.png"]) {
        await Deno.writeTextFile(`${folder}/${name}/${file}`, "");
      }
    }
    await Deno.mkdir(`${folder}/none`);
    const { files, leftOut } = await findPictures(folder);
    assertEquals(
      files.map(({ path }) => path.slice(folder.length)),
      ["/a/9.png", "/a/10.png", "/b/9.png", "/b/10.png"],
    );
    assertEquals(leftOut, [`Left out "${folder}/none": it holds no pictures`]);
  });
});

Deno.test("findPictures() takes train and test for classes if they hold files", async () => {
  await inFolder(async (folder) => {
    for (const name of ["train", "test"]) {
      await Deno.mkdir(`${folder}/${name}`);
      await Deno.writeTextFile(`${folder}/${name}/1.png`, "");
    }
    const { files } = await findPictures(folder);
    assertEquals(
      files.map(({ className, part }) => [className, part]),
      [["test", undefined], ["train", undefined]],
    );
  });
});

Deno.test("holdsFolders() tells folders from files", async () => {
  await inFolder(async (folder) => {
    assertEquals(await holdsFolders(folder), false);
    await Deno.writeTextFile(`${folder}/1.png`, "");
    assertEquals(await holdsFolders(folder), false);
    await Deno.mkdir(`${folder}/a`);
    assertEquals(await holdsFolders(folder), true);
    await assertRejects(() => holdsFolders(`${folder}/1.png`), FileError);
  });
});

Deno.test("compareNames() puts 2 before 10", () => {
  assertEquals(["b", "10", "B", "2"].sort(compareNames), ["2", "10", "b", "B"]);
});
