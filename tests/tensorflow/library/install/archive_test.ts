import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import {
  sha256,
  unpack,
} from "../../../../lib/tensorflow/library/install/archive.ts";
import { BrokenDownloadError } from "../../../../lib/tensorflow/library/mod.ts";
import { elf, namesIn, temporaryFolder, zip } from "../fixtures.ts";

Deno.test("unpack() writes the chosen files and their sizes", async () => {
  await using folder = await temporaryFolder();
  const archive = join(folder.path, "a.whl");
  const big = elf(300_000);
  await Deno.writeFile(archive, await zip({ "a/big": big, "a/other": elf() }));
  const progress: number[] = [];
  const sizes = await unpack(
    archive,
    { "a/big": join(folder.path, "big") },
    { onProgress: (done, total) => progress.push(done / total) },
  );
  assertEquals(sizes, { "a/big": 300_000 });
  assertEquals(await Deno.readFile(join(folder.path, "big")), big);
  assertEquals(progress.at(-1), 1);
  assertEquals(await namesIn(folder.path), ["a.whl", "big"]);
});

Deno.test("unpack() refuses an archive with a path outside its folder", async () => {
  await using folder = await temporaryFolder();
  const inner = join(folder.path, "inner");
  await Deno.mkdir(inner);
  const archive = join(folder.path, "a.whl");
  for (const name of ["../evil", "/evil", "a/../../evil"]) {
    await Deno.writeFile(archive, await zip({ [name]: elf(), good: elf() }));
    await assertRejects(
      () => unpack(archive, { good: join(inner, "good") }),
      BrokenDownloadError,
    );
  }
  assertEquals(await namesIn(folder.path), ["a.whl", "inner"]);
  assertEquals(await namesIn(inner), []);
});

Deno.test("unpack() notices a damaged byte, a truncated archive and a missing file", async () => {
  await using folder = await temporaryFolder();
  const archive = join(folder.path, "a.whl");
  const whole = await zip({ file: elf(50_000) });
  const damaged = whole.slice();
  damaged[whole.length >> 1] ^= 0xff;
  const cases = [
    { bytes: damaged, name: "file", part: "it must be whole" },
    {
      bytes: whole.subarray(0, -30),
      name: "file",
      part: "it must be a ZIP archive",
    },
    { bytes: whole, name: "none", part: 'it must contain "none"' },
  ];
  for (const [index, { bytes, name, part }] of cases.entries()) {
    await Deno.writeFile(archive, bytes);
    const { message } = await assertRejects(
      () => unpack(archive, { [name]: join(folder.path, `out-${index}`) }),
      BrokenDownloadError,
    );
    assertStringIncludes(message, part);
  }
});

Deno.test("unpack() reports that a file can't be written", async () => {
  await using folder = await temporaryFolder();
  const archive = join(folder.path, "a.whl");
  await Deno.writeFile(archive, await zip({ file: elf() }));
  await assertRejects(
    () => unpack(archive, { file: join(folder.path, "none", "file") }),
    Deno.errors.NotFound,
  );
});

Deno.test("unpack() stops when aborted", async () => {
  await using folder = await temporaryFolder();
  const archive = join(folder.path, "a.whl");
  await Deno.writeFile(archive, await zip({ file: elf(500_000) }));
  const controller = new AbortController();
  await assertRejects(
    () =>
      unpack(archive, { file: join(folder.path, "out") }, {
        signal: controller.signal,
        onProgress: () => controller.abort(),
      }),
    DOMException,
  );
});

Deno.test("sha256() hashes a file's content", async () => {
  await using folder = await temporaryFolder();
  const path = join(folder.path, "abc");
  await Deno.writeTextFile(path, "abc");
  // FIPS 180-2, appendix B.1.
  assertEquals(
    await sha256(path),
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
  );
});
