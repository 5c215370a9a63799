import { assert, assertEquals, assertRejects } from "@std/assert";
import { deflateSync, gzipSync } from "node:zlib";
import { decompress } from "../../lib/files/decompress.ts";

const content = Uint8Array.from({ length: 100_000 }, (_, i) => i * i >> 7);

Deno.test("decompress() joins the parts of one stream", async () => {
  for (const format of ["gzip", "deflate"] as const) {
    const compressed = Uint8Array.from(
      format === "gzip" ? gzipSync(content) : deflateSync(content),
    );
    const parts = [compressed.subarray(0, 10_000), compressed.subarray(10_000)];
    const bytes = await new Response(decompress(parts, format)).bytes();
    assertEquals(bytes, content);
  }
});

Deno.test("decompress() throws at data that is cut short or damaged", async () => {
  const compressed = Uint8Array.from(gzipSync(content));
  const short = compressed.subarray(0, -1);
  const damaged = compressed.with(-6, compressed.at(-6)! ^ 1);
  for (const bytes of [short, damaged]) {
    await assertRejects(
      () => new Response(decompress([bytes], "gzip")).bytes(),
      TypeError,
    );
  }
});

Deno.test("decompress() goes no further than it is read", async () => {
  // 100 MB in 100 kB: each slice makes 4 MB
  const bomb = Uint8Array.from(gzipSync(new Uint8Array(100e6)));
  let taken = 0;
  const parts = function* () {
    for (let start = 0; start < bomb.length; start += 4096) {
      taken = start;
      yield bomb.subarray(start, start + 4096);
    }
  };
  for await (const _ of decompress(parts(), "gzip")) break;
  assert(taken < bomb.length / 2, `${taken} of ${bomb.length} bytes`);
});
