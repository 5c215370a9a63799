import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { PermissionError } from "../../../lib/tensorflow/library/errors.ts";
import { requirePermissions } from "../../../lib/tensorflow/library/permissions.ts";
import { isolated, temporaryFolder } from "./fixtures.ts";

// The test process may read and write temporary folders, but not open them by FFI
Deno.test("requirePermissions() names what is missing for a folder", async () => {
  await using root = await temporaryFolder();
  const { flags, message } = await assertRejects(
    () =>
      requirePermissions(isolated(root.path, {
        variables: { TENSORFLOW_DIR: root.path },
      })),
    PermissionError,
  );
  assertEquals(flags, [`--allow-ffi=${root.path}`]);
  assertStringIncludes(message, `\n  --allow-ffi=${root.path}`);
});

Deno.test("requirePermissions() names what fetching would need at the same time", async () => {
  await using root = await temporaryFolder();
  const cacheDir = join("/", "not-permitted");
  const { flags } = await assertRejects(
    () =>
      requirePermissions(
        isolated(root.path, { cacheDir, pythons: ["not-permitted"] }),
      ),
    PermissionError,
    "To fetch TensorFlow's library, once (274 MB",
  );
  assertEquals(flags, [
    `--allow-read=${cacheDir}`,
    `--allow-ffi=${cacheDir}`,
    "--allow-net=files.pythonhosted.org",
    `--allow-write=${cacheDir}`,
  ]);
});

Deno.test("requirePermissions() is content with a Python environment that may be opened", async () => {
  await requirePermissions({
    cacheDir: join("/", "not-permitted"),
    environment: (name) =>
      name === "VIRTUAL_ENV" ? join("data", "tensorflow", "venv") : undefined,
  });
});
