import { assert, assertEquals, assertRejects } from "@std/assert";
import {
  fetchFile,
  type FetchOptions,
  TransferError,
} from "../../../lib/data/download/fetch_file.ts";
import { serve, serveCutOff } from "../../support/servers.ts";

const content = Uint8Array.from({ length: 50_000 }, (_, i) => i * 7 + (i >> 8));

function fetchFrom(
  url: string,
  options: Partial<FetchOptions> = {},
): Promise<Uint8Array<ArrayBuffer>> {
  return fetchFile(url, { maximumBytes: 60_000, stallMs: 500, ...options });
}

/** Asserts that a transfer fails for a reason, and whether it may be repeated. */
async function assertFails(
  transfer: Promise<unknown>,
  reason: string,
  retry: boolean,
): Promise<void> {
  const error = await assertRejects(() => transfer, TransferError);
  assertEquals([error.message, error.retry], [reason, retry]);
}

Deno.test("fetchFile() fetches a file and reports how much has arrived", async () => {
  await using server = serve(() => new Response(content));
  const reports: [number, number | undefined][] = [];
  const onProgress = (...report: [number, number | undefined]) => {
    reports.push(report);
  };
  assertEquals(await fetchFrom(`${server.url}a/b`, { onProgress }), content);
  assertEquals(server.requests, ["/a/b"]);
  assertEquals(reports.at(-1), [50_000, 50_000]);
  const received = reports.map(([bytes]) => bytes);
  assertEquals(received, received.toSorted((a, b) => a - b));
});

Deno.test("fetchFile() tells failures that may pass from those that stay", async () => {
  const statuses = { 404: false, 403: false, 429: true, 500: true, 503: true };
  for (const [status, retry] of Object.entries(statuses)) {
    await using server = serve(() =>
      new Response("no file", { status: Number(status) })
    );
    const reason = `answered with status ${status}`;
    await assertFails(fetchFrom(server.url), reason, retry);
  }
});

Deno.test("fetchFile() gives up a server that does not answer", async () => {
  const released = Promise.withResolvers<Response>();
  await using server = serve(() => released.promise);
  const reason = "did not answer within 0.05 s";
  await assertFails(fetchFrom(server.url, { stallMs: 50 }), reason, false);
  released.resolve(new Response());
});

Deno.test("fetchFile() gives up a server that stalls", async () => {
  await using server = serve(() =>
    new Response(
      new ReadableStream({
        start: (controller) => controller.enqueue(content.slice(0, 9000)),
      }),
    )
  );
  const reason = "sent fewer than 4096 bytes in 0.1 s";
  await assertFails(fetchFrom(server.url, { stallMs: 100 }), reason, true);
});

Deno.test("fetchFile() gives up a server that drips", async () => {
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
  const reason = "sent fewer than 4096 bytes in 0.1 s";
  await assertFails(fetchFrom(server.url, { stallMs: 100 }), reason, true);
  clearInterval(timer);
});

Deno.test("fetchFile() goes on with a server that is slow but steady", async () => {
  await using server = serve(() =>
    new Response(ReadableStream.from(inSlices(content, 10_000, 100)))
  );
  assertEquals(await fetchFrom(server.url, { stallMs: 400 }), content);
});

async function* inSlices(
  bytes: Uint8Array<ArrayBuffer>,
  length: number,
  pauseMs: number,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  for (let start = 0; start < bytes.length; start += length) {
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
    yield bytes.slice(start, start + length);
  }
}

Deno.test("fetchFile() stops at the size that the file may have", async () => {
  const large = new Uint8Array(70_000);
  await using announcing = serve(() => new Response(large));
  await assertFails(
    fetchFrom(announcing.url),
    "announced 70000 bytes: the file has at most 60000",
    false,
  );
  await using endless = serve(() =>
    new Response(
      new ReadableStream({ pull: (controller) => controller.enqueue(large) }),
    )
  );
  await assertFails(
    fetchFrom(endless.url),
    "sent too many bytes: the file has at most 60000",
    false,
  );
});

Deno.test("fetchFile() notices a body shorter than its length", async () => {
  await using server = serveCutOff(50_000, content.slice(0, 9000));
  const error = await assertRejects(() => fetchFrom(server.url), TransferError);
  assert(error.retry);
  assert(!error.message.includes("\n"), error.message);
});

Deno.test("fetchFile() says why there is no connection", async () => {
  const gone = serve(() => new Response());
  await gone[Symbol.asyncDispose]();
  const error = await assertRejects(() => fetchFrom(gone.url), TransferError);
  assert(error.retry);
  assert(error.message.includes("refused"), error.message);
  assert(!error.message.includes(gone.url), error.message);
});

Deno.test("fetchFile() ends on a signal, with its reason", async () => {
  await using server = serve(() => new Response(content));
  const controller = new AbortController();
  const error = await assertRejects(() =>
    fetchFrom(server.url, {
      onProgress: () => controller.abort(new Error("stopped")),
      signal: controller.signal,
    })
  );
  assertEquals(error.message, "stopped");
});
