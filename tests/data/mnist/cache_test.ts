import {
  assertEquals,
  assertMatch,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { fillCache } from "../../../lib/data/mnist/cache.ts";
import { DownloadError } from "../../../lib/data/download/mirrors.ts";
import { FileError } from "../../../lib/files/errors.ts";
import { readDigitFolder } from "../../../lib/data/mnist/folder.ts";
import { inFolder, namesIn } from "../../support/folder.ts";
import { checksumsOf, gzip, smallSet, writeFiles } from "../fixtures.ts";
import { withLittleRoom } from "../../support/full_disk.ts";
import { type LocalServer, serve } from "../../support/servers.ts";

const WORKER = `${import.meta.dirname}/fill_cache_worker.ts`;
const set = smallSet(1);
const files = await checksumsOf(set);
const timing = { stallMs: 500, retryMs: 1, rounds: 2 };
const FILES = [
  ".lock",
  "t10k-images-idx3-ubyte.gz",
  "t10k-labels-idx1-ubyte.gz",
  "train-images-idx3-ubyte.gz",
  "train-labels-idx1-ubyte.gz",
];

/** A mirror of a set's files. */
function mirror(content = set): LocalServer {
  return serve(async (request) => {
    const name = new URL(request.url).pathname.slice(1).replace(".gz", "");
    const bytes = content[name];
    return bytes
      ? new Response(await gzip(bytes))
      : new Response(null, { status: 404 });
  });
}

async function assertWhole(folder: string): Promise<void> {
  const { train, test, mismatches } = await readDigitFolder(folder, files);
  assertEquals([train.count, test.count, mismatches], [30, 10, []]);
}

Deno.test("fillCache() makes the folder and downloads four files", async () => {
  await using server = mirror();
  await inFolder(async (parent) => {
    const folder = `${parent}/data/mnist`;
    const seen = new Set<string>();
    await fillCache(folder, {
      mirrors: [server.url],
      files,
      timing,
      onProgress: ({ file }) => seen.add(file),
    });
    assertEquals(namesIn(folder), FILES);
    assertEquals([...seen].sort(), FILES.slice(1));
    await assertWhole(folder);
  });
});

Deno.test("fillCache() downloads only what is missing or damaged", async () => {
  await using server = mirror();
  await inFolder(async (folder) => {
    await writeFiles(folder, set, { compressed: true });
    await Deno.remove(`${folder}/t10k-labels-idx1-ubyte.gz`);
    await Deno.truncate(`${folder}/train-images-idx3-ubyte.gz`, 500);
    const warnings: string[] = [];
    await fillCache(folder, {
      mirrors: [server.url],
      files,
      timing,
      onWarning: (message) => warnings.push(message),
    });
    assertEquals(server.requests, [
      "/train-images-idx3-ubyte.gz",
      "/t10k-labels-idx1-ubyte.gz",
    ]);
    assertEquals(warnings.length, 1);
    assertStringIncludes(warnings[0], "train-images-idx3-ubyte.gz");
    assertStringIncludes(warnings[0], "downloading it again");
    await assertWhole(folder);
  });
});

Deno.test("fillCache() replaces a damaged file of another name", async () => {
  await using server = mirror();
  await inFolder(async (folder) => {
    const damaged = set["t10k-images-idx3-ubyte"].slice();
    damaged[1000] ^= 1;
    await writeFiles(folder, { ...set, "t10k-images-idx3-ubyte": damaged });
    await fillCache(folder, { mirrors: [server.url], files, timing });
    assertEquals(server.requests.length, 1);
    await assertWhole(folder);
  });
});

Deno.test("fillCache() asks the mirror that had one file for the next", async () => {
  await using empty = mirror({});
  await using full = mirror();
  await inFolder(async (folder) => {
    const mirrors = [empty.url, full.url];
    await fillCache(folder, { mirrors, files, timing });
    assertEquals([empty.requests.length, full.requests.length], [1, 4]);
  });
});

Deno.test("fillCache() refuses another set from a mirror that lies", async () => {
  await using lying = mirror(smallSet(2));
  await inFolder(async (folder) => {
    await assertRejects(
      () => fillCache(folder, { mirrors: [lying.url], files, timing }),
      DownloadError,
      "SHA-256 of its content must be",
    );
    assertEquals(namesIn(folder), [".lock"]);
  });
});

Deno.test("fillCache() downloads each file once for 8 processes at once", async () => {
  await using server = mirror();
  await inFolder(async (folder) => {
    const address = new URL(server.url).host;
    const workers = Array.from(
      { length: 8 },
      () =>
        new Deno.Command(Deno.execPath(), {
          args: [
            "run",
            "--no-prompt",
            "--no-check",
            "--allow-read",
            "--allow-write",
            `--allow-net=${address}`,
            WORKER,
            folder,
            server.url,
          ],
          stderr: "inherit",
        }).output(),
    );
    for (const { code, stdout } of await Promise.all(workers)) {
      const text = new TextDecoder().decode(stdout).trim();
      assertEquals([code, text], [0, "30 10 0"]);
    }
    assertEquals(server.requests.length, 4);
    assertEquals(namesIn(folder), FILES);
  });
});

Deno.test("fillCache() leaves a file that is in place alone when it fails", async () => {
  await using server = serve(() => new Response(null, { status: 404 }));
  await inFolder(async (folder) => {
    const path = `${folder}/t10k-labels-idx1-ubyte`;
    await Deno.writeTextFile(path, "damaged");
    await assertRejects(
      () => fillCache(folder, { mirrors: [server.url], files, timing }),
      DownloadError,
    );
    assertEquals(Deno.readTextFileSync(path), "damaged");
  });
});

Deno.test("fillCache() ends on a signal and keeps the files that have arrived", async () => {
  await using server = mirror();
  await inFolder(async (folder) => {
    const controller = new AbortController();
    const error = await assertRejects(() =>
      fillCache(folder, {
        mirrors: [server.url],
        files,
        timing,
        onProgress: ({ file }) => {
          if (file !== FILES[2]) return;
          controller.abort(new Error("stopped"));
        },
        signal: controller.signal,
      })
    );
    assertEquals(error.message, "stopped");
    assertEquals(namesIn(folder), [".lock", FILES[1], FILES[3], FILES[4]]);
  });
});

Deno.test("fillCache() says that the disk is full, and leaves no part of a file", async () => {
  await using server = serve((request) =>
    new Response(set[new URL(request.url).pathname.slice(1, -3)])
  );
  await inFolder(async (folder) => {
    // Less than the first file needs
    const { code, stdout, stderr } = await withLittleRoom(folder, 12, [
      Deno.execPath(),
      ...["run", "-A", "--no-check", WORKER, folder, server.url],
    ]).output();
    const [output, left] = [stdout, stderr].map((bytes) =>
      new TextDecoder().decode(bytes).trim()
    );
    assertEquals(code, 0, left);
    assertMatch(
      output.replace(folder, "…"),
      /^FileError: Cannot write "…\/train-images-idx3-ubyte.gz": (no space left on device|file too large)$/,
    );
    assertEquals(left, `${folder}/.lock`);
    assertEquals(server.requests.length, 1);
  });
});

Deno.test("fillCache() says that its folder cannot be made", async () => {
  await inFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/file`, "");
    const inside = `${folder}/file/mnist`;
    await assertRejects(
      () => fillCache(inside, { mirrors: [], files }),
      FileError,
      `Cannot make folder "${inside}": part of the path is not a folder`,
    );
  });
});
