import { assert, assertEquals, assertRejects } from "@std/assert";
import {
  DownloadError,
  type DownloadProgress,
} from "../../../lib/data/download/download.ts";
import { FileError } from "../../../lib/files/errors.ts";
import { inFolder, namesIn } from "../../support/folder.ts";
import { type Bytes, content, download, hanging, timing } from "./fixtures.ts";

import { serve, serveCut } from "../../support/servers.ts";

const FULL_DISK_WORKER = `${import.meta.dirname}/full_disk_worker.ts`;

Deno.test("downloadFile() puts the file in place and leaves nothing else", async () => {
  await using server = serve(() => new Response(content));
  await inFolder(async (folder) => {
    const seen: DownloadProgress[] = [];
    const mirror = await download(folder, [server.url], {
      onProgress: (progress) => seen.push(progress),
    });
    assertEquals(mirror, server.url);
    assertEquals(namesIn(folder), ["file.gz"]);
    assertEquals(Deno.readFileSync(`${folder}/file.gz`), content);
    assertEquals(seen.at(-1), {
      file: "file.gz",
      receivedBytes: 50_000,
      totalBytes: 50_000,
    });
    assert(
      seen.every((each, i) =>
        i === 0 || each.receivedBytes >= seen[i - 1].receivedBytes
      ),
    );
    assertEquals(server.requests[0].path, "/file.gz");
  });
});

Deno.test("downloadFile() goes on to the next mirror where one is dead", async () => {
  const dead = serve(() => new Response());
  await dead[Symbol.asyncDispose]();
  await using server = serve(() => new Response(content));
  await inFolder(async (folder) => {
    const mirror = await download(folder, [dead.url, server.url]);
    assertEquals(mirror, server.url);
  });
});

Deno.test("downloadFile() asks a mirror without the file once", async () => {
  await using missing = serve(() => new Response("none", { status: 404 }));
  await using busy = serve(() =>
    busy.requests.length < 3
      ? new Response("later", { status: 503 })
      : new Response(content)
  );
  await inFolder(async (folder) => {
    assertEquals(await download(folder, [missing.url, busy.url]), busy.url);
    assertEquals([missing.requests.length, busy.requests.length], [1, 3]);
  });
});

Deno.test("downloadFile() never takes another file for the right one", async () => {
  const wrong = content.slice();
  wrong[40_000] ^= 1;
  await using lying = serve(() => new Response(wrong));
  await using short = serve(() => new Response(content.slice(0, 49_999)));
  await inFolder(async (folder) => {
    const error = await assertRejects(
      () => download(folder, [lying.url, short.url]),
      DownloadError,
      "Cannot download file.gz: ",
    );
    assert(error.message.includes("not the file that was asked for"));
    assert(!error.message.includes("\n"));
    assertEquals(namesIn(folder), []);
    assertEquals([lying.requests.length, short.requests.length], [1, 1]);
  });
});

Deno.test("downloadFile() leaves a file that is in place alone when it fails", async () => {
  await using server = serve(() => new Response(null, { status: 404 }));
  await inFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/file.gz`, "before");
    await assertRejects(() => download(folder, [server.url]), DownloadError);
    assertEquals(Deno.readTextFileSync(`${folder}/file.gz`), "before");
  });
});

Deno.test("downloadFile() gives up a mirror that stalls", async () => {
  await using stalling = serve(() =>
    new Response(hanging(content.slice(0, 100)))
  );
  await using server = serve(() => new Response(content));
  await inFolder(async (folder) => {
    const patience = { ...timing, stallMs: 60, rounds: 1 };
    const mirror = await download(folder, [stalling.url, server.url], {
      timing: patience,
    });
    assertEquals(mirror, server.url);
    await Deno.remove(`${folder}/file.gz`);
    await assertRejects(
      () => download(folder, [stalling.url], { timing: patience }),
      DownloadError,
      "sent fewer than 4096 bytes in 0.06 s",
    );
  });
});

Deno.test("downloadFile() gives up a mirror that drips", async () => {
  let timer: ReturnType<typeof setInterval> | undefined;
  await using server = serve(() =>
    new Response(
      new ReadableStream({
        start(controller) {
          timer = setInterval(() => controller.enqueue(Uint8Array.of(1)), 10);
        },
        cancel: () => clearInterval(timer),
      }),
    )
  );
  await inFolder(async (folder) => {
    await assertRejects(
      () =>
        download(folder, [server.url], {
          timing: { ...timing, stallMs: 100, rounds: 1 },
        }),
      DownloadError,
      "sent fewer than 4096 bytes in 0.1 s",
    );
  });
  clearInterval(timer);
});

Deno.test("downloadFile() gives up a mirror that does not answer", async () => {
  const release = Promise.withResolvers<void>();
  await using silent = serve(async () => {
    await release.promise;
    return new Response();
  });
  await inFolder(async (folder) => {
    await assertRejects(
      () =>
        download(folder, [silent.url], { timing: { ...timing, answerMs: 50 } }),
      DownloadError,
      "did not answer within 0.05 s",
    );
    assertEquals(silent.requests.length, 1);
  });
  release.resolve();
});

Deno.test("downloadFile() stops at the size that the file may have", async () => {
  const large = new Uint8Array(70_000);
  const endless = () =>
    new ReadableStream<Bytes>({
      pull(controller) {
        controller.enqueue(large);
      },
    });
  await using promising = serve(() => new Response(large));
  await using sending = serve(() => new Response(endless()));
  await inFolder(async (folder) => {
    await assertRejects(
      () => download(folder, [promising.url]),
      DownloadError,
      "promises 70000 bytes: at most 60000 expected",
    );
    await assertRejects(
      () => download(folder, [sending.url]),
      DownloadError,
      "sent more than it may: at most 60000 expected",
    );
    assertEquals(namesIn(folder), []);
  });
});

Deno.test("downloadFile() notices a body shorter than its length", async () => {
  const short = {
    head: "HTTP/1.1 200 OK\r\nContent-Length: 50000",
    body: content.subarray(0, 9000),
  };
  await using first = serveCut(short, () => new Response("", { status: 404 }));
  await using second = serve(() => new Response(content));
  await inFolder(async (folder) => {
    assertEquals(await download(folder, [first.url, second.url]), second.url);
    assertEquals(first.requests[1].range, null); // no tag: nothing to resume
    assertEquals(Deno.readFileSync(`${folder}/file.gz`), content);
  });
});

Deno.test("downloadFile() follows redirects, though not to plain http elsewhere", async () => {
  await using server = serve((request) =>
    new URL(request.url).pathname === "/file.gz"
      ? new Response(null, { status: 302, headers: { location: "/b/other" } })
      : new Response(content)
  );
  await using away = serve(() =>
    new Response(null, {
      status: 301,
      headers: { location: "http://example.org/file.gz" },
    })
  );
  await using loop = serve(() =>
    new Response(null, { status: 302, headers: { location: "/file.gz" } })
  );
  await inFolder(async (folder) => {
    await download(folder, [server.url]);
    assertEquals(server.requests.length, 2);
    await assertRejects(
      () => download(folder, [away.url]),
      DownloadError,
      "http://example.org/file.gz is not https",
    );
    await assertRejects(
      () => download(folder, [loop.url]),
      DownloadError,
      "redirected more than 5 times",
    );
  });
});

Deno.test("downloadFile() never asks another machine by plain http", async () => {
  await inFolder(async (folder) => {
    await assertRejects(
      () => download(folder, ["http://example.org/"]),
      DownloadError,
      "http://example.org/file.gz is not https",
    );
    await assertRejects(
      () => download(folder, []),
      DownloadError,
      "there is no mirror",
    );
  });
});

Deno.test("downloadFile() says that a folder cannot be written", async () => {
  await using server = serve(() => new Response(content));
  await inFolder(async (folder) => {
    const error = await assertRejects(
      () => download(`${folder}/none`, [server.url]),
      FileError,
      `Cannot write "${folder}/none/file.gz.part": no such file or folder`,
    );
    assert(!(error instanceof DownloadError));
    assertEquals(server.requests.length, 0);
  });
});

Deno.test({
  name: "downloadFile() says that the disk is full, and leaves nothing",
  // A device on which every write fails for want of space.
  ignore: Deno.build.os !== "linux",
  fn: async () => {
    await using server = serve(() => new Response(content));
    await inFolder(async (folder) => {
      const { stdout } = await new Deno.Command(Deno.execPath(), {
        args: ["run", "-A", FULL_DISK_WORKER, folder, server.url],
      }).output();
      assertEquals(JSON.parse(new TextDecoder().decode(stdout)), {
        message:
          `Cannot write "${folder}/file.gz.part": no space left on device`,
        isFileError: true,
        isDownloadError: false,
      });
      assertEquals(namesIn(folder), []);
      assertEquals(server.requests.length, 1);
    });
  },
});
