import { assertEquals, assertThrows } from "@std/assert";
import { encode } from "fast-png";
import {
  joinChunks,
  readChunks,
  readHeader,
} from "../../../lib/data/png/chunks.ts";

const file = Uint8Array.from(encode({
  width: 3,
  height: 2,
  channels: 3,
  depth: 16,
  data: new Uint16Array(18),
}));

Deno.test("readChunks() reads all chunks up to the end", () => {
  const chunks = readChunks(file);
  assertEquals(chunks.map(({ type }) => type), ["IHDR", "IDAT", "IEND"]);
  assertEquals(chunks[0].data.length, 13);
  assertEquals(chunks[0].bytes.length, 12 + 13);
  assertEquals(readChunks(Uint8Array.of(...file, 1, 2, 3)), chunks);
});

Deno.test("readChunks() refuses other files, and files cut short anywhere", () => {
  for (let length = 0; length < file.length; length++) {
    assertThrows(
      () => readChunks(file.slice(0, length)),
      Error,
      length < 8 ? "it does not begin as a PNG file does" : "it is cut short",
    );
  }
});

Deno.test("readChunks() refuses more chunks than a file needs", () => {
  // Signature and header, then chunks without data
  const many = new Uint8Array(33 + 12 * 70_000);
  many.set(file.subarray(0, 33));
  assertThrows(
    () => readChunks(many),
    Error,
    "it must have at most 65536 chunks: it has more",
  );
});

Deno.test("readHeader() reads the header, and refuses another chunk", () => {
  const [header, pixels] = readChunks(file);
  assertEquals(readHeader(header), {
    width: 3,
    height: 2,
    bitDepth: 16,
    colourType: 2,
    interlaced: false,
  });
  for (const chunk of [pixels, { ...header, data: header.data.slice(1) }]) {
    assertThrows(() => readHeader(chunk), Error, "its header is damaged");
  }
});

Deno.test("joinChunks() writes the file that readChunks() read", async () => {
  assertEquals(await joinChunks(readChunks(file)), file);
});
