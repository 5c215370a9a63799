import { assertEquals, assertGreater, assertRejects } from "@std/assert";
import { DownloadError } from "../../../lib/data/download/download.ts";
import { inFolder, namesIn } from "../../support/folder.ts";
import { content, cut, download, hanging, withRanges } from "./fixtures.ts";

import { serve, serveCut } from "../../support/servers.ts";

Deno.test("downloadFile() resumes where a connection was cut", async () => {
  await using server = serveCut(
    cut(content),
    (request) => withRanges(request, '"v1"', content),
  );
  await inFolder(async (folder) => {
    await download(folder, [server.url]);
    assertEquals(Deno.readFileSync(`${folder}/file.gz`), content);
    assertEquals(server.requests.length, 2);
    assertEquals(server.requests[1].range, "bytes=20000-");
    assertEquals(server.requests[1].ifRange, '"v1"');
    assertEquals(namesIn(folder), ["file.gz"]);
  });
});

Deno.test("downloadFile() resumes what an earlier call left", async () => {
  await using server = serve((request) =>
    server.requests.length === 1
      ? new Response(hanging(content.slice(0, 20_000)), {
        headers: { etag: '"v1"' },
      })
      : withRanges(request, '"v1"', content)
  );
  await inFolder(async (folder) => {
    const controller = new AbortController();
    const error = await assertRejects(() =>
      download(folder, [server.url], {
        signal: controller.signal,
        onProgress: ({ receivedBytes }) => {
          if (receivedBytes > 0) controller.abort(new Error("stopped"));
        },
      })
    );
    assertEquals(error.message, "stopped");
    assertEquals(namesIn(folder), ["file.gz.part", "file.gz.part.json"]);
    const { size } = await Deno.stat(`${folder}/file.gz.part`);
    assertGreater(size, 0);
    await download(folder, [server.url]);
    assertEquals(server.requests[1].range, `bytes=${size}-`);
    assertEquals(namesIn(folder), ["file.gz"]);
  });
});

Deno.test("downloadFile() starts again where the file has changed since", async () => {
  await using server = serveCut(
    cut(new Uint8Array(20_000)),
    (request) => withRanges(request, '"v2"', content),
  );
  await inFolder(async (folder) => {
    await download(folder, [server.url]);
    assertEquals(server.requests[1].range, "bytes=20000-");
    assertEquals(Deno.readFileSync(`${folder}/file.gz`), content);
  });
});

Deno.test("downloadFile() fetches the whole file again where parts do not fit", async () => {
  // The tag stays, the content does not: the joined file is not accepted.
  await using server = serveCut(
    cut(new Uint8Array(20_000)),
    (request) => withRanges(request, '"v1"', content),
  );
  await inFolder(async (folder) => {
    await download(folder, [server.url]);
    assertEquals(
      server.requests.map(({ range }) => range),
      [null, "bytes=20000-", null],
    );
    assertEquals(Deno.readFileSync(`${folder}/file.gz`), content);
  });
});

Deno.test("downloadFile() does not resume at another mirror", async () => {
  await using first = serveCut(
    cut(new Uint8Array(20_000)),
    () => new Response(null, { status: 404 }),
  );
  await using second = serve((request) => withRanges(request, '"v1"', content));
  await inFolder(async (folder) => {
    await download(folder, [first.url, second.url]);
    assertEquals(second.requests[0].range, null);
    assertEquals(Deno.readFileSync(`${folder}/file.gz`), content);
  });
});

Deno.test("downloadFile() refuses a part that it did not ask for", async () => {
  await using server = serve(() =>
    new Response(content.slice(100), {
      status: 206,
      headers: { "content-range": "bytes 100-49999/50000" },
    })
  );
  await inFolder(async (folder) => {
    await assertRejects(
      () => download(folder, [server.url]),
      DownloadError,
      "answered with another part of the file",
    );
    assertEquals(namesIn(folder), []);
  });
});
