import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { join } from "node:path";
import { copyFolder } from "../../../../lib/tensorflow/library/installed_copy.ts";
import {
  findLibrary,
  LibraryNotFoundError,
  type Platform,
} from "../../../../lib/tensorflow/library/mod.ts";
import {
  fakePython,
  isolated,
  namesIn,
  platformWith,
  temporaryFolder,
  wheelFiles,
  zip,
} from "../fixtures.ts";

const wheel = await zip(wheelFiles());
const platform = platformWith(wheel);
const FINISHED = [".lock", "2.21.0-linux-x86_64"];

function spawn(cacheDir: string, python: string, platform: Platform) {
  const script = new URL("install_process.ts", import.meta.url).pathname;
  return new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--allow-read",
      "--allow-write",
      `--allow-run=${python}`,
      "--allow-env",
      script,
      cacheDir,
      python,
      JSON.stringify(platform),
    ],
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

Deno.test("installCopy() writes libraries, licences and a manifest", async () => {
  await using root = await temporaryFolder();
  const python = await fakePython(join(root.path, "bin"), { wheels: [wheel] });
  const phases = new Set<string>();
  const { directory } = await findLibrary(isolated(root.path, {
    platform,
    pythons: [python.path],
    onProgress: ({ phase }) => phases.add(phase),
  }));
  assertEquals(await namesIn(directory), [
    "LICENSE",
    "THIRD_PARTY_NOTICES.txt",
    "libtensorflow_cc.so.2",
    "libtensorflow_framework.so.2",
    "manifest.json",
  ]);
  assertEquals(await namesIn(join(root.path, "cache")), FINISHED);
  assertEquals([...phases], ["download", "unpack"]);
  assertEquals(
    await python.requirements(),
    `tensorflow-cpu==2.21.0 --hash=sha256:${platform.wheel.sha256}\n`,
  );
});

Deno.test("installCopy() repeats a damaged or truncated download", async () => {
  await using root = await temporaryFolder();
  const damaged = wheel.slice();
  damaged[500] ^= 0xff;
  const python = await fakePython(join(root.path, "bin"), {
    wheels: [damaged, wheel.subarray(0, 1000), wheel],
  });
  const notes: string[] = [];
  const library = await findLibrary(isolated(root.path, {
    platform,
    pythons: [python.path],
    onNote: (line) => notes.push(line),
  }));
  assertEquals(library.origin, "download");
  assertEquals(await python.downloads(), 3);
  assertEquals(
    notes.filter((line) => /downloading it again$/.test(line)).length,
    2,
  );
  assertStringIncludes(notes[2], "it has 1000 bytes");
  assertEquals(await namesIn(join(root.path, "cache")), FINISHED);
});

Deno.test("installCopy() gives up after three damaged downloads", async () => {
  await using root = await temporaryFolder();
  const python = await fakePython(join(root.path, "bin"), {
    wheels: [wheel.subarray(0, 1000)],
  });
  const { message } = await assertRejects(
    () =>
      findLibrary(isolated(root.path, { platform, pythons: [python.path] })),
    LibraryNotFoundError,
  );
  assertStringIncludes(message, "it has 1000 bytes");
  assertEquals(await python.downloads(), 3);
  assertEquals(await namesIn(join(root.path, "cache")), [".lock"]);
});

Deno.test("installCopy() reports pip's own message", async () => {
  await using root = await temporaryFolder();
  const python = await fakePython(join(root.path, "bin"), {
    wheels: [wheel],
    download: 'echo "ERROR: No matching distribution found" >&2; exit 1',
  });
  const { message } = await assertRejects(
    () =>
      findLibrary(isolated(root.path, { platform, pythons: [python.path] })),
    LibraryNotFoundError,
  );
  assertStringIncludes(message, "ERROR: No matching distribution found");
  assertEquals(await python.downloads(), 1);
  assertEquals(await namesIn(join(root.path, "cache")), [".lock"]);
});

Deno.test("installCopy() replaces a damaged copy", async () => {
  await using root = await temporaryFolder();
  const python = await fakePython(join(root.path, "bin"), { wheels: [wheel] });
  const directory = copyFolder(join(root.path, "cache"), platform);
  const damages = [
    () => Deno.truncate(join(directory, "libtensorflow_cc.so.2"), 100),
    () => Deno.remove(join(directory, "libtensorflow_framework.so.2")),
    () => Deno.remove(join(directory, "LICENSE")),
    () => Deno.writeTextFile(join(directory, "manifest.json"), "{"),
    () => Deno.writeTextFile(join(directory, "manifest.json"), "null"),
    async () => {
      const path = join(directory, "manifest.json");
      const manifest = JSON.parse(await Deno.readTextFile(path));
      const changed = { ...manifest, files: "all of them" };
      await Deno.writeTextFile(path, JSON.stringify(changed));
    },
    () => Deno.remove(join(directory, "manifest.json")),
  ];
  const find = () =>
    findLibrary(isolated(root.path, { platform, pythons: [python.path] }));
  await find();
  for (const [index, damage] of damages.entries()) {
    await damage();
    assertEquals((await find()).origin, "download");
    assertEquals((await find()).origin, "project");
    assertEquals(await python.downloads(), index + 2);
  }
  assertEquals(await namesIn(join(root.path, "cache")), FINISHED);
});

Deno.test("installCopy() removes files of a killed process", async () => {
  await using root = await temporaryFolder();
  const python = await fakePython(join(root.path, "bin"), { wheels: [wheel] });
  const cacheDir = join(root.path, "cache");
  await Deno.mkdir(join(cacheDir, ".incoming-1", "half"), { recursive: true });
  await Deno.writeTextFile(join(cacheDir, ".lock"), "");
  await findLibrary(isolated(root.path, { platform, pythons: [python.path] }));
  assertEquals(await namesIn(cacheDir), FINISHED);
});

Deno.test("installCopy() checks the disk's free space first", async () => {
  await using root = await temporaryFolder();
  const python = await fakePython(join(root.path, "bin"), { wheels: [wheel] });
  const huge = { ...platform.wheel, unpackedSize: 1e18 };
  const { message } = await assertRejects(
    () =>
      findLibrary(isolated(root.path, {
        platform: { ...platform, wheel: huge },
        pythons: [python.path],
      })),
    LibraryNotFoundError,
  );
  assertStringIncludes(message, "1000000000000 MB must be free there");
  assertEquals(await python.downloads(), 0);
  assertEquals(await namesIn(join(root.path, "cache")), [".lock"]);
});

Deno.test("installCopy() in several processes downloads once", async () => {
  await using root = await temporaryFolder();
  const python = await fakePython(join(root.path, "bin"), {
    wheels: [wheel],
    download: "sleep 0.5",
  });
  const cacheDir = join(root.path, "cache");
  const outputs = await Promise.all(
    Array.from(
      { length: 3 },
      () => spawn(cacheDir, python.path, platform).output(),
    ),
  );
  const texts = (part: "stdout" | "stderr") =>
    outputs.map((output) => new TextDecoder().decode(output[part]).trim());
  const directory = copyFolder(cacheDir, platform);
  assertEquals(texts("stdout"), [directory, directory, directory]);
  assertEquals(await python.downloads(), 1);
  assertEquals(await namesIn(cacheDir), FINISHED);
  assertStringIncludes(texts("stderr").join("\n"), "waiting for it");
});

Deno.test("installCopy() leaves no partial copy when interrupted", async () => {
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    await using root = await temporaryFolder();
    const started = join(root.path, "started");
    const python = await fakePython(join(root.path, "bin"), {
      wheels: [wheel],
      download: `touch "${started}"; exec sleep 30`,
    });
    const cacheDir = join(root.path, "cache");
    const child = spawn(cacheDir, python.path, platform);
    while (!(await namesIn(root.path)).includes("started")) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    const begin = performance.now();
    child.kill(signal);
    const { code, stdout } = await child.output();
    assertEquals(code, 130);
    assertEquals(new TextDecoder().decode(stdout).trim(), "AbortError");
    assert(performance.now() - begin < 20_000);
    assertEquals(await namesIn(cacheDir), [".lock"]);
  }
});

Deno.test("installCopy() stops at the caller's signal", async () => {
  await using root = await temporaryFolder();
  const python = await fakePython(join(root.path, "bin"), {
    wheels: [wheel],
    download: "exec sleep 30",
  });
  const { name } = await assertRejects(
    () =>
      findLibrary(isolated(root.path, {
        platform,
        pythons: [python.path],
        signal: AbortSignal.timeout(200),
      })),
    DOMException,
  );
  assertEquals(name, "TimeoutError");
  assertEquals(await namesIn(join(root.path, "cache")), [".lock"]);
});
