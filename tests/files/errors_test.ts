import { assert, assertEquals, assertStrictEquals } from "@std/assert";
import {
  FileError,
  fileError,
  fileErrorAs,
  oneLine,
} from "../../lib/files/errors.ts";
import { inFolder } from "../support/folder.ts";

class OwnError extends Error {}

/** What reading a path throws. */
function readingError(path: string): Promise<unknown> {
  return Deno.readFile(path).catch((error) => error);
}

Deno.test("fileError() says in one line what the file system refused", async () => {
  await inFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/file`, "");
    const reasons = {
      [`${folder}/none`]: "no such file or folder",
      [`${folder}/file/inside`]: "part of the path is not a folder",
      [folder]: "it is a folder",
    };
    for (const [path, reason] of Object.entries(reasons)) {
      const cause = await readingError(path);
      const error = fileError("Cannot read it", cause);
      assert(error instanceof FileError);
      assertEquals(error.message, `Cannot read it: ${reason}`);
      assertStrictEquals(error.cause, cause);
    }
  });
});

Deno.test("fileError() passes on the system's own words for rare faults", () => {
  const full = new Error("No space left on device (os error 28)");
  const error = fileError("Cannot write it", full) as Error;
  assertEquals(error.message, "Cannot write it: no space left on device");
});

Deno.test("fileError() returns other errors unchanged", () => {
  for (const error of [new FileError("told"), new TypeError("bug"), 1]) {
    assertStrictEquals(fileError("Cannot read it", error), error);
  }
});

Deno.test("fileErrorAs() makes errors of the caller's own class", async () => {
  await inFolder(async (folder) => {
    const cause = await readingError(`${folder}/none`);
    const error = fileErrorAs(OwnError, "Cannot read it", cause, "do this");
    assert(error instanceof OwnError);
    assertEquals(
      error.message,
      "Cannot read it: no such file or folder; do this",
    );
    assertStrictEquals(error.cause, cause);
  });
  const told = fileErrorAs(OwnError, "Cannot read it", new FileError("told"));
  assert(told instanceof OwnError);
  assertEquals(told.message, "told");
  const bug = new TypeError("bug");
  assertStrictEquals(fileErrorAs(OwnError, "Cannot read it", bug), bug);
});

Deno.test("oneLine() keeps a text short and free of control characters", () => {
  assertEquals(oneLine(" a\r\n\tb\u2028c\x1b[31m "), "a b c [31m");
  assertEquals(oneLine("x".repeat(300)).length, 300);
  const long = oneLine("x".repeat(301));
  assert(long.endsWith("…"));
  assertEquals(long.length, 301);
});
