import { assertEquals, assertRejects } from "@std/assert";
import { readGreyPicture } from "../../../lib/data/pictures/read_picture.ts";
import { FileError } from "../../../lib/files/errors.ts";
import { inFolder } from "../../support/folder.ts";
import { pngOfDigit } from "./picture_files.ts";

Deno.test("readGreyPicture() reads a file, and says what is wrong with a path", async () => {
  await inFolder(async (folder) => {
    const files: Record<string, Uint8Array> = {
      "text.png": new TextEncoder().encode("not an image"),
      "empty.jpg": new Uint8Array(),
      "photo.heic": new TextEncoder().encode("\0\0\0\x18ftypheic\0\0\0\0"),
      "good.any": pngOfDigit(2, 4, (ink) => [ink]),
    };
    for (const [name, bytes] of Object.entries(files)) {
      await Deno.writeFile(`${folder}/${name}`, bytes);
    }
    const cases = {
      "none.png": "no such file or folder",
      "text.png": "it must be a PNG, JPEG, WebP or GIF file: it is a text",
      "empty.jpg": "it is empty",
      "photo.heic": "it is a HEIC picture; export it as JPEG",
      "good.any/x": "part of the path is not a folder",
    };
    for (const [name, reason] of Object.entries(cases)) {
      await assertRejects(
        () => readGreyPicture(`${folder}/${name}`),
        FileError,
        `Cannot read picture "${folder}/${name}": `,
      );
      await assertRejects(
        () => readGreyPicture(`${folder}/${name}`),
        FileError,
        reason,
      );
    }
    await assertRejects(
      () => readGreyPicture(folder),
      FileError,
      `Cannot read picture "${folder}": it is a folder; name the pictures in it: "${folder}/"*`,
    );
    const { rows, columns } = await readGreyPicture(`${folder}/good.any`);
    assertEquals([rows, columns], [64, 64]);
  });
});

Deno.test("readGreyPicture() refuses a file that is too large without reading it", async () => {
  await inFolder(async (folder) => {
    const path = `${folder}/huge.png`;
    await Deno.writeFile(path, new Uint8Array());
    await Deno.truncate(path, 300 * 1024 * 1024); // a hole, which takes no room
    await assertRejects(
      () => readGreyPicture(path),
      FileError,
      "it must have at most 268435456 bytes: current value is 314572800",
    );
  });
});
