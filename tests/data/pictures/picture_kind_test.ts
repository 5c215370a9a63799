import { assertEquals, assertThrows } from "@std/assert";
import { pictureKindOf } from "../../../lib/data/pictures/picture_kind.ts";

/** Bytes of Latin-1 text. */
function bytes(text: string): Uint8Array {
  return Uint8Array.from(text, (char) => char.charCodeAt(0));
}

Deno.test("pictureKindOf() tells kinds by how files begin", () => {
  assertEquals(pictureKindOf(bytes("\x89PNG\r\n\x1a\n\0\0")), "PNG");
  assertEquals(pictureKindOf(bytes("\xff\xd8\xff\xe0")), "JPEG");
  assertEquals(pictureKindOf(bytes("RIFF\x01\x02\x03\x04WEBPVP8 ")), "WebP");
  assertEquals(pictureKindOf(bytes("GIF89a\x01")), "GIF");
});

Deno.test("pictureKindOf() says what another file is, and what to do", () => {
  const cases: [string, string][] = [
    ["", "it is empty"],
    ["\0\0\0\x18ftypheic\0\0", "it is a HEIC picture; export it as JPEG"],
    ["\0\0\0\x18ftypmif1\0\0", "it is a HEIC picture; export it as JPEG"],
    ["\0\0\0\x20ftypavif", "it is an AVIF picture; save it as PNG or JPEG"],
    ["BM\x36\x10\0\0\0\0\0\0", "it is a BMP picture; save it as PNG"],
    ["II*\0", "it is a TIFF picture"],
    ["%PDF-1.7", "it is a PDF file"],
    ['<svg xmlns="">', "it is an SVG drawing"],
    ["PK\x03\x04", "it is a ZIP file; unpack it"],
    ["no picture\n", "it is a text"],
    ["BM is a text too", "it is a text"],
    ["caf\xc3\xa9 \xe2\x82", "it is a text"],
    ["RIFF1234WAVE\0", "it is of an unknown kind"],
    ["\x89PNG\n", "it is of an unknown kind"],
    ["\xff\xd8", "it is of an unknown kind"],
  ];
  for (const [start, reason] of cases) {
    assertThrows(() => pictureKindOf(bytes(start)), Error, reason);
  }
});
