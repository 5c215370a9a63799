import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { join } from "node:path";
import {
  downloadWheel,
  findPip,
} from "../../../../lib/tensorflow/library/install/pip.ts";
import {
  BrokenDownloadError,
  LibraryError,
} from "../../../../lib/tensorflow/library/mod.ts";
import { NO_PROGRAM, PROGRAM, writeProgram } from "../../../support/program.ts";
import { elf, fakePython, platformWith, temporaryFolder } from "../fixtures.ts";

const file = elf(20_000);
const { wheel } = platformWith(file);

async function pipOf(folder: string, download?: string) {
  const python = await fakePython(folder, { wheels: [file], download });
  const pip = await findPip([NO_PROGRAM, python.path]);
  assert(!Array.isArray(pip));
  return pip;
}

Deno.test("findPip() uses the first interpreter with pip", async () => {
  await using root = await temporaryFolder();
  const pip = await pipOf(root.path);
  assertEquals(pip, {
    command: PROGRAM,
    args: ["-m", "pip"],
    version: "pip 99.0",
  });
});

Deno.test("findPip() uses the pip that Python bundles", async () => {
  const python = await writeProgram(
    `test "$1" = -m && exit 1
case "$2" in *ensurepip*) echo "pip 98.0 from a wheel" ;; esac`,
  );
  const pip = await findPip([python]);
  assert(!Array.isArray(pip));
  assertEquals([pip.args[0], pip.version], ["-c", "pip 98.0"]);
});

Deno.test("downloadWheel() reports the size of the growing file", async () => {
  await using root = await temporaryFolder();
  const pip = await pipOf(
    root.path,
    `head -c 7000 "${root.path}/0.whl" > "$TMPDIR/part.whl"; sleep 0.3; rm "$TMPDIR/part.whl"`,
  );
  const shares: number[] = [];
  const path = await downloadWheel(pip, wheel, join(root.path, "to"), {
    interval: 20,
    onProgress: (done) => shares.push(done),
  });
  assertEquals(await Deno.readFile(path), file);
  assertEquals(shares.at(-1), 20_000);
  assert(shares.includes(7000));
});

Deno.test("downloadWheel() distinguishes damage from other failures", async () => {
  for (
    const [line, family] of [
      ["ERROR: THESE PACKAGES DO NOT MATCH THE HASHES", BrokenDownloadError],
      ["Connection broken: IncompleteRead(1 bytes)", BrokenDownloadError],
      ["ERROR: No matching distribution found", LibraryError],
    ] as const
  ) {
    await using root = await temporaryFolder();
    const pip = await pipOf(root.path, `echo "${line}" >&2; exit 1`);
    const error = await assertRejects(
      () => downloadWheel(pip, wheel, join(root.path, "to")),
      LibraryError,
    );
    assertEquals(error.constructor, family);
    assertStringIncludes(error.message, line);
  }
});
