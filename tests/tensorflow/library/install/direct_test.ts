import { assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import {
  BrokenDownloadError,
  LibraryError,
} from "../../../../lib/tensorflow/library/errors.ts";
import { findLibrary } from "../../../../lib/tensorflow/library/mod.ts";
import { fetchWheel } from "../../../../lib/tensorflow/library/install/direct.ts";
import { NO_PROGRAM } from "../../../support/program.ts";
import { serve, serveCutOff } from "../../../support/servers.ts";
import {
  isolated,
  platformWith,
  temporaryFolder,
  wheelFiles,
  zip,
} from "../fixtures.ts";

Deno.test("findLibrary() downloads without Python", async () => {
  await using root = await temporaryFolder();
  const wheel = await zip(wheelFiles());
  await using server = serve(() => new Response(wheel));
  const progress: number[] = [];
  const { origin, directory } = await findLibrary(isolated(root.path, {
    platform: platformWith(wheel, `${server.url}a/tensorflow.whl`),
    pythons: [NO_PROGRAM],
    onProgress: ({ done }) => progress.push(done),
  }));
  assertEquals(origin, "download");
  assertEquals(directory, join(root.path, "cache", "2.21.0-linux-x86_64"));
  assertEquals(progress.includes(wheel.length), true);
});

Deno.test("fetchWheel() tells a missing file from a download that is cut off", async () => {
  await using root = await temporaryFolder();
  const wheel = await zip(wheelFiles());
  await using missing = serve(() => new Response("", { status: 404 }));
  await assertRejects(
    () =>
      fetchWheel(platformWith(wheel, `${missing.url}a.whl`).wheel, root.path),
    LibraryError,
    "it answered 404",
  );
  await assertRejects(
    () =>
      fetchWheel(
        platformWith(wheel, "http://127.0.0.1:65000/a.whl").wheel,
        ".",
      ),
    LibraryError,
    "onnect",
  );
  await using cutOff = serveCutOff(wheel.length, wheel.slice(0, 100));
  await assertRejects(
    () =>
      fetchWheel(platformWith(wheel, `${cutOff.url}b.whl`).wheel, root.path),
    BrokenDownloadError,
    "the connection must last",
  );
});
