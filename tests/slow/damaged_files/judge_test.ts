import { assertEquals, assertRejects } from "@std/assert";
import { FileError } from "../../../lib/files/errors.ts";
import { inFolder } from "../../support/folder.ts";
import type { Format } from "./format.ts";
import { judge } from "./judge.ts";

/** A format of one file with that reader. */
function readBy(read: (folder: string) => unknown): Format {
  return {
    name: "any",
    good: new Uint8Array(4),
    files: (content) => ({ "any.bin": content }),
    read: async (folder) => await read(folder),
    errors: [FileError],
    file: "any.bin",
  };
}

async function judgeReader(
  read: (folder: string) => unknown,
): Promise<"accepted" | "refused" | undefined> {
  let outcome: "accepted" | "refused" | undefined;
  await inFolder(async (folder) => {
    const format = readBy(read);
    const files = await format.files(new Uint8Array(4));
    outcome = await judge(format, files, folder);
  });
  return outcome;
}

Deno.test("judge() tells what is read from what is refused", async () => {
  assertEquals(await judgeReader(() => {}), "accepted");
  const refused = await judgeReader((folder) => {
    throw new FileError(`Cannot read "${folder}/any.bin": damaged`);
  });
  assertEquals(refused, "refused");
});

Deno.test("judge() finds what reading a file must not do", async () => {
  const kept: Uint8Array[] = [];
  const cases: [(folder: string) => unknown, string][] = [
    [() => [].at(1)!["x"], "It was refused with TypeError"],
    [
      (folder) => {
        throw new FileError(`Cannot read "${folder}/any.bin":\nat line 1`);
      },
      "not one line",
    ],
    [
      (folder) => {
        throw new FileError(`Cannot read "${folder}": damaged`);
      },
      'doesn\'t name "any.bin"',
    ],
    [() => kept.push(new Uint8Array(200e6).fill(1)), "MB of memory"],
    [
      (folder) => Deno.writeTextFile(`${folder}/any.tmp`, "x"),
      "written into its folder",
    ],
    [
      (folder) => Deno.remove(`${folder}/any.bin`),
      "written into its folder",
    ],
  ];
  for (const [read, fault] of cases) {
    await assertRejects(() => judgeReader(read), Error, fault);
  }
});
