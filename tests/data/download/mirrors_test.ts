import { assert, assertEquals, assertRejects } from "@std/assert";
import {
  type Download,
  DownloadError,
  downloadFile,
  type DownloadOptions,
  type DownloadProgress,
} from "../../../lib/data/download/mirrors.ts";
import { FileError } from "../../../lib/files/errors.ts";
import { type LocalServer, serve, serveCutOff } from "../../support/servers.ts";

const content = Uint8Array.from({ length: 50_000 }, (_, i) => i * 7 + (i >> 8));

function download(
  mirrors: readonly string[],
  options: Partial<DownloadOptions> = {},
): Promise<Download> {
  return downloadFile("file.gz", {
    mirrors,
    maximumBytes: 60_000,
    check: (bytes) =>
      bytes.every((byte, i) => byte === content[i])
        ? Promise.resolve()
        : Promise.reject(new FileError("not the file that was asked for")),
    timing: { stallMs: 500, retryMs: 1, rounds: 3 },
    ...options,
  });
}

function counts(...servers: LocalServer[]): number[] {
  return servers.map(({ requests }) => requests.length);
}

Deno.test("downloadFile() returns the file, its mirror and reports", async () => {
  await using server = serve(() => new Response(content));
  const reports: DownloadProgress[] = [];
  const result = await download([server.url], {
    onProgress: (progress) => reports.push(progress),
  });
  assertEquals(result, { content, mirror: server.url });
  assertEquals(server.requests, ["/file.gz"]);
  assertEquals(reports.at(-1), {
    file: "file.gz",
    receivedBytes: 50_000,
    totalBytes: 50_000,
  });
});

Deno.test("downloadFile() goes on to the next mirror if one is dead", async () => {
  const dead = serve(() => new Response());
  await dead[Symbol.asyncDispose]();
  await using server = serve(() => new Response(content));
  const { mirror } = await download([dead.url, server.url]);
  assertEquals(mirror, server.url);
});

Deno.test("downloadFile() goes on to the next mirror if one stalls", async () => {
  await using stalling = serve(() =>
    new Response(
      new ReadableStream({
        start: (controller) => controller.enqueue(content.slice(0, 100)),
      }),
    )
  );
  await using server = serve(() => new Response(content));
  const timing = { stallMs: 200, retryMs: 1, rounds: 3 };
  const { mirror } = await download([stalling.url, server.url], { timing });
  assertEquals(mirror, server.url);
});

Deno.test("downloadFile() goes on to the next mirror if one cuts off", async () => {
  await using cut = serveCutOff(50_000, content.slice(0, 9000));
  await using server = serve(() => new Response(content));
  const result = await download([cut.url, server.url]);
  assertEquals(result, { content, mirror: server.url });
  await assertRejects(() => download([cut.url]), DownloadError);
  assertEquals(counts(cut), [1 + 3]);
});

Deno.test("downloadFile() asks a mirror without the file once, a busy one again", async () => {
  await using missing = serve(() => new Response("none", { status: 404 }));
  await using busy = serve(() =>
    busy.requests.length < 3
      ? new Response("later", { status: 503 })
      : new Response(content)
  );
  assertEquals((await download([missing.url, busy.url])).mirror, busy.url);
  assertEquals(counts(missing, busy), [1, 3]);
});

Deno.test("downloadFile() gives up after the last round, with each mirror's reason", async () => {
  await using missing = serve(() => new Response("none", { status: 404 }));
  await using busy = serve(() => new Response("later", { status: 503 }));
  await using alsoBusy = serve(() => new Response("later", { status: 503 }));
  const [first, second, third] = [missing, busy, alsoBusy]
    .map(({ url }) => new URL(url).host);
  const error = await assertRejects(
    () => download([missing.url, busy.url, alsoBusy.url]),
    DownloadError,
  );
  assertEquals(
    error.message,
    `Cannot download file.gz: ${first}: answered with status 404; ${second}, ${third}: answered with status 503`,
  );
  assertEquals(counts(missing, busy, alsoBusy), [1, 3, 3]);
  await assertRejects(() => download([]), DownloadError, "there is no mirror");
});

Deno.test("downloadFile() never takes another file for the right one", async () => {
  const wrong = content.slice();
  wrong[40_000] ^= 1;
  await using lying = serve(() => new Response(wrong));
  const error = await assertRejects(
    () => download([lying.url]),
    DownloadError,
    "sent another file: not the file that was asked for",
  );
  assert(!error.message.includes("\n"));
  await using server = serve(() => new Response(content));
  assertEquals((await download([lying.url, server.url])).content, content);
  assertEquals(counts(lying), [2]);
});

Deno.test("downloadFile() passes on errors that are not the mirror's", async () => {
  await using server = serve(() => new Response(content));
  const check = () => Promise.reject(new RangeError("a bug"));
  await assertRejects(
    () => download([server.url], { check }),
    RangeError,
    "a bug",
  );
  assertEquals(counts(server), [1]);
});

Deno.test("downloadFile() ends on a signal while it waits for the next round", async () => {
  await using server = serve(() => new Response("later", { status: 503 }));
  const timing = { stallMs: 500, retryMs: 60_000, rounds: 2 };
  const controller = new AbortController();
  const waiting = download([server.url], { timing, signal: controller.signal });
  const timer = setTimeout(() => controller.abort(new Error("stopped")), 50);
  const error = await assertRejects(() => waiting);
  clearTimeout(timer);
  assertEquals(error.message, "stopped");
  assertEquals(counts(server), [1]);
});
