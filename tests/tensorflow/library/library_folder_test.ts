import { assertEquals } from "@std/assert";
import { join } from "node:path";
import { inspectFolder } from "../../../lib/tensorflow/library/library_folder.ts";
import { platformOf } from "../../../lib/tensorflow/library/mod.ts";
import {
  elf,
  temporaryFolder,
  writeEnvironment,
  writeLibraries,
} from "./fixtures.ts";

const linux = platformOf("linux", "x86_64");

Deno.test("inspectFolder() reads version and build of a Python package", async () => {
  await using root = await temporaryFolder();
  const directory = await writeEnvironment(root.path, {
    version: "2.20.0",
    cuda: true,
  });
  assertEquals(await inspectFolder(directory, linux), {
    folder: {
      directory,
      framework: join(directory, "libtensorflow_framework.so.2"),
      cc: join(directory, "libtensorflow_cc.so.2"),
      version: "2.20.0",
      cuda: true,
    },
  });
});

Deno.test("inspectFolder() accepts libraries without metadata", async () => {
  await using root = await temporaryFolder();
  const directory = join(root.path, "plain");
  await writeLibraries(directory);
  const inspection = await inspectFolder(directory, linux);
  const folder = "folder" in inspection ? inspection.folder : undefined;
  assertEquals([folder?.version, folder?.cuda], [undefined, false]);
});

Deno.test("inspectFolder() requires TensorFlow 2.16", async () => {
  const reasons: Record<string, string | undefined> = {};
  for (const version of ["1.15.5", "2.9.1", "2.15.1", "2.16.1", "3.0.0"]) {
    await using root = await temporaryFolder();
    const directory = await writeEnvironment(root.path, { version });
    const inspection = await inspectFolder(directory, linux);
    reasons[version] = "reason" in inspection ? inspection.reason : undefined;
  }
  assertEquals(reasons, {
    "1.15.5": "TensorFlow 1.15.5 is older than 2.16",
    "2.9.1": "TensorFlow 2.9.1 is older than 2.16",
    "2.15.1": "TensorFlow 2.15.1 is older than 2.16",
    "2.16.1": undefined,
    "3.0.0": undefined,
  });
});

Deno.test("inspectFolder() names the library that is missing or truncated", async () => {
  await using root = await temporaryFolder();
  const directory = join(root.path, "half");
  await writeLibraries(directory, elf(), elf(4096).subarray(0, 2000));
  assertEquals(await inspectFolder(directory, linux), {
    reason: "libtensorflow_cc.so.2 is cut short: 2000 of at least 4096 bytes",
  });
  await Deno.remove(join(directory, "libtensorflow_framework.so.2"));
  assertEquals(await inspectFolder(directory, linux), {
    reason: "libtensorflow_framework.so.2 is not there",
  });
});
