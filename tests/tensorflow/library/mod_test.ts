import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { join } from "node:path";
import {
  findLibrary,
  LibraryNotFoundError,
} from "../../../lib/tensorflow/library/mod.ts";
import { installCopy } from "../../../lib/tensorflow/library/install/install_copy.ts";
import { findPip } from "../../../lib/tensorflow/library/install/pip.ts";
import { NO_PROGRAM, writeProgram } from "../../support/program.ts";
import {
  elf,
  fakePython,
  isolated,
  platformWith,
  temporaryFolder,
  wheelFiles,
  writeEnvironment,
  writeLibraries,
  zip,
} from "./fixtures.ts";

/** A platform and a cache folder with its copy. */
async function withCopy(root: string) {
  const wheel = await zip(wheelFiles());
  const platform = platformWith(wheel);
  const python = await fakePython(join(root, "bin"), { wheels: [wheel] });
  const pip = await findPip([python.path]);
  assert(!Array.isArray(pip));
  const reporter = { onNote: () => {}, onProgress: () => {} };
  const cacheDir = join(root, "cache");
  const { signal } = new AbortController();
  await installCopy(cacheDir, platform, pip, reporter, signal);
  return { platform, cacheDir };
}

Deno.test("findLibrary() uses TENSORFLOW_DIR first", async () => {
  await using root = await temporaryFolder();
  const { platform } = await withCopy(root.path);
  const package_ = await writeEnvironment(join(root.path, "venv"));
  const named = join(root.path, "named");
  await writeLibraries(named);
  for (
    const [value, directory] of [
      [named, named],
      [package_, package_],
      [join(package_, ".."), package_],
    ]
  ) {
    const library = await findLibrary(isolated(root.path, {
      platform,
      variables: {
        TENSORFLOW_DIR: value,
        VIRTUAL_ENV: join(root.path, "venv"),
      },
    }));
    assertEquals(library.origin, "TENSORFLOW_DIR");
    assertEquals(library.directory, directory);
  }
});

Deno.test("findLibrary() doesn't fall back from a wrong TENSORFLOW_DIR", async () => {
  await using root = await temporaryFolder();
  const { platform } = await withCopy(root.path);
  const named = join(root.path, "none");
  const { message } = await assertRejects(
    () =>
      findLibrary(isolated(root.path, {
        platform,
        variables: { TENSORFLOW_DIR: named },
      })),
    LibraryNotFoundError,
  );
  assertStringIncludes(message, `current value is "${named}"`);
  assertStringIncludes(message, `${named}: libtensorflow_framework.so.2 is`);
});

Deno.test("findLibrary() prefers a CUDA build if there is a GPU", async () => {
  for (
    const [gpu, cuda, origin] of [
      [true, true, "python"],
      [true, false, "project"],
      [false, true, "project"],
    ] as const
  ) {
    await using root = await temporaryFolder();
    const { platform } = await withCopy(root.path);
    const venv = join(root.path, "venv");
    await writeEnvironment(venv, { cuda });
    const library = await findLibrary(isolated(root.path, {
      platform,
      gpu,
      variables: { VIRTUAL_ENV: venv },
    }));
    assertEquals([gpu, cuda, library.origin], [gpu, cuda, origin]);
    assertEquals(library.cuda, origin === "python");
  }
});

Deno.test("findLibrary() doesn't start Python if the project has its own copy", async () => {
  await using root = await temporaryFolder();
  const { platform } = await withCopy(root.path);
  const touched = join(root.path, "touched");
  const python = await writeProgram(`touch ${touched}`);
  const options = isolated(root.path, { platform, pythons: [python] });
  const library = await findLibrary(options);
  assertEquals([library.origin, library.version], ["project", "2.21.0"]);
  await assertRejects(() => Deno.stat(touched), Deno.errors.NotFound);
  await findLibrary({ ...options, gpu: true });
  assert((await Deno.stat(touched)).isFile);
});

Deno.test("findLibrary() finds the package that Python would import", async () => {
  await using root = await temporaryFolder();
  const directory = await writeEnvironment(join(root.path, "usr"));
  const python = await fakePython(join(root.path, "bin"), {
    tensorflow: directory,
  });
  const library = await findLibrary(isolated(root.path, {
    pythons: [NO_PROGRAM, python.path],
  }));
  assertEquals([library.origin, library.directory], ["python", directory]);
});

Deno.test("findLibrary() skips a TensorFlow that is too old", async () => {
  await using root = await temporaryFolder();
  const old = join(root.path, "old");
  await writeEnvironment(old, { version: "2.15.0" });
  const directory = await writeEnvironment(join(root.path, "new"));
  const notes: string[] = [];
  const library = await findLibrary(isolated(root.path, {
    variables: { VIRTUAL_ENV: old, CONDA_PREFIX: join(root.path, "new") },
    onNote: (line) => notes.push(line),
  }));
  assertEquals(library.directory, directory);
  assertEquals(notes.length, 1);
  assertStringIncludes(notes[0], "TensorFlow 2.15.0 is older than 2.16");
});

Deno.test("findLibrary() downloads a missing library, and finds it the next time", async () => {
  await using root = await temporaryFolder();
  const wheel = await zip(wheelFiles());
  const python = await fakePython(join(root.path, "bin"), { wheels: [wheel] });
  const options = isolated(root.path, {
    platform: platformWith(wheel),
    pythons: [python.path],
  });
  const first = await findLibrary(options);
  const second = await findLibrary(options);
  assertEquals([first.origin, second.origin], ["download", "project"]);
  assertEquals(first.directory, second.directory);
  assertEquals(await python.downloads(), 1);
  assertEquals(
    await Deno.readFile(first.cc),
    wheelFiles()["tensorflow/libtensorflow_cc.so.2"],
  );
});

Deno.test("findLibrary() lists the places searched and what to do if nothing is found", async () => {
  await using root = await temporaryFolder();
  const venv = join(root.path, "venv");
  await writeEnvironment(venv, { version: "2.12.0" });
  const python = await fakePython(join(root.path, "bin"));
  const { message } = await assertRejects(
    () =>
      findLibrary(isolated(root.path, {
        variables: { VIRTUAL_ENV: venv },
        pythons: [NO_PROGRAM, python.path],
      })),
    LibraryNotFoundError,
  );
  for (
    const part of [
      "TENSORFLOW_DIR: not set",
      "TensorFlow 2.12.0 is older than 2.16",
      "CONDA_PREFIX: not set",
      join(root.path, "cache", "2.21.0-linux-x86_64"),
      `${NO_PROGRAM}: is not installed`,
      `${python.path} -m pip: No module named pip`,
      "Linux x86-64, Linux arm64, macOS arm64",
      "sudo apt install python3-pip",
      "pip install tensorflow-cpu==2.21.0",
      "set TENSORFLOW_DIR",
      "webgpu and cpu",
    ]
  ) assertStringIncludes(message, part);
});

Deno.test("findLibrary() doesn't download with download: false", async () => {
  await using root = await temporaryFolder();
  const python = await fakePython(join(root.path, "bin"), { wheels: [elf()] });
  await assertRejects(
    () =>
      findLibrary(isolated(root.path, {
        pythons: [python.path],
        download: false,
      })),
    LibraryNotFoundError,
  );
  assertEquals(await python.downloads(), 0);
});

Deno.test("findLibrary() explains that it can't write into its folder", async () => {
  await using root = await temporaryFolder();
  const python = await fakePython(join(root.path, "bin"), { wheels: [elf()] });
  await Deno.writeTextFile(join(root.path, "cache"), "a file in the way");
  const { message } = await assertRejects(
    () => findLibrary(isolated(root.path, { pythons: [python.path] })),
    LibraryNotFoundError,
  );
  assertStringIncludes(message, "cache");
  assertStringIncludes(message, "set TENSORFLOW_DIR");
});
