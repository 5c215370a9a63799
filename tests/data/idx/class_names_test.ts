import { assertEquals, assertRejects } from "@std/assert";
import { readClassNames } from "../../../lib/data/idx/class_names.ts";
import { loadDigits } from "../../../lib/data/load.ts";
import { FileError } from "../../../lib/files/errors.ts";
import { inFolder } from "../../support/folder.ts";
import { smallSet, writeFiles } from "../fixtures.ts";

const clothes = [
  ...["T-shirt", "trouser", "pullover", "dress", "coat"],
  ...["sandal", "shirt", "sneaker", "bag", "ankle boot"],
];

Deno.test("readClassNames() reads a name a line", async () => {
  await inFolder(async (folder) => {
    assertEquals(await readClassNames(folder), undefined);
    const path = `${folder}/classes.txt`;
    await Deno.writeTextFile(path, "cat\r\n dog \n\n");
    assertEquals(await readClassNames(folder), ["cat", "dog"]);
    for (const wrong of ["", "cat", "cat\ncat", "cat\n\ndog"]) {
      await Deno.writeTextFile(path, wrong);
      await assertRejects(
        () => readClassNames(folder),
        FileError,
        "it must hold the names of 2 to 1,000 classes",
      );
    }
  });
});

Deno.test("loadDigits() gives an IDX set the names in classes.txt", async () => {
  await inFolder(async (folder) => {
    await writeFiles(folder, smallSet(5));
    await Deno.writeTextFile(`${folder}/classes.txt`, clothes.join("\n"));
    const { train, test } = await loadDigits({ data: folder });
    assertEquals([train.classes, test.classes], [clothes, clothes]);
    await Deno.writeTextFile(`${folder}/classes.txt`, "cat\ndog");
    await assertRejects(
      () => loadDigits({ data: folder }),
      FileError,
      "each must be from 0 to 1",
    );
  });
});
