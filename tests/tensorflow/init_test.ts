import { assertRejects } from "@std/assert";
import { join } from "node:path";
import { init } from "../../lib/tensorflow/mod.ts";
import { findLibrary } from "../../lib/tensorflow/library/mod.ts";
import { temporaryFolder } from "./library/fixtures.ts";

// Opening such a file would end the process
Deno.test("init() refuses a library file that is cut short", async () => {
  const library = await findLibrary({ download: false });
  await using folder = await temporaryFolder();
  const cut = join(folder.path, "libtensorflow_framework.so.2");
  using file = await Deno.open(library.framework);
  const beginning = new Uint8Array(2 ** 20);
  await file.read(beginning);
  await Deno.writeFile(cut, beginning);
  await assertRejects(
    () => init({ library: { ...library, framework: cut } }),
    Error,
    `"${cut}" must be a whole library for this machine: it is cut short`,
  );
});
