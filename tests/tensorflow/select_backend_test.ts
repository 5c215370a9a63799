import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import {
  type FindOptions,
  LibraryNotFoundError,
} from "../../lib/tensorflow/library/mod.ts";
import { tf } from "../../lib/tensorflow/mod.ts";
import {
  BackendError,
  selectBackend,
} from "../../lib/tensorflow/select_backend.ts";
import { inFolder } from "../support/folder.ts";

/** A machine without a graphics card. */
const gpu = { requestAdapter: () => Promise.resolve(null) };

/** Runs a test as on a machine without TensorFlow's library, offline. */
async function withoutLibrary(test: (library: FindOptions) => Promise<void>) {
  await inFolder((cacheDir) =>
    test({
      cacheDir,
      environment: () => undefined,
      pythons: [],
      download: false,
      gpu: false,
    })
  );
}

Deno.test("selectBackend() falls back to the next backend and says why", async () => {
  await withoutLibrary(async (library) => {
    const { name, description, tensorFlow } = await selectBackend({
      library,
      gpu,
    });
    assertEquals(name, "cpu");
    assertEquals(tensorFlow, undefined);
    assertEquals(tf.getBackend(), "cpu");
    assertEquals(description.includes("\n"), false);
    assertStringIncludes(description, "tensorflow can't be used: ");
    assertStringIncludes(description, "webgpu can't be used: ");
  });
});

Deno.test("selectBackend() doesn't fall back if TENSORFLOW_DIR is wrong", async () => {
  await withoutLibrary(async (library) => {
    const environment = (name: string) =>
      name === "TENSORFLOW_DIR" ? library.cacheDir : undefined;
    await assertRejects(
      () => selectBackend({ library: { ...library, environment }, gpu }),
      LibraryNotFoundError,
      "TENSORFLOW_DIR",
    );
  });
});

Deno.test("selectBackend() uses the backend that was asked for, or fails", async () => {
  const cpu = await selectBackend({ backend: "cpu" });
  assertStringIncludes(cpu.description, "by --backend");
  await withoutLibrary(async (library) => {
    await assertRejects(
      () => selectBackend({ backend: "tensorflow", library }),
      LibraryNotFoundError,
      "webgpu and cpu; run with --backend webgpu",
    );
  });
  await assertRejects(
    () => selectBackend({ backend: "webgpu", gpu }),
    BackendError,
    "try --backend cpu",
  );
});

Deno.test("selectBackend() stops when interrupted", async () => {
  await withoutLibrary(async (library) => {
    const signal = AbortSignal.abort();
    const error = await assertRejects(
      () => selectBackend({ library: { ...library, signal }, gpu }),
    );
    assert(signal.aborted && error instanceof Error);
  });
});

Deno.test("selectBackend() prefers TensorFlow's C library", async () => {
  const { name, tensorFlow } = await selectBackend({ gpu });
  assertEquals(name, "tensorflow");
  assertEquals(tf.getBackend(), "tensorflow");
  assert(tensorFlow !== undefined);
});
