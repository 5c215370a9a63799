import { assert, assertEquals } from "@std/assert";
import {
  decodeHalfFloats,
  encodeHalfFloats,
} from "../../../lib/widgets/network/half_floats.ts";

Deno.test("all 65,536 half floats are read as the language reads them", () => {
  const view = new DataView(new ArrayBuffer(2 * 65_536));
  for (let bits = 0; bits < 65_536; bits++) {
    view.setUint16(2 * bits, bits, true);
  }
  const read = decodeHalfFloats(new Uint8Array(view.buffer).toBase64());
  for (let bits = 0; bits < 65_536; bits++) {
    assertEquals(read[bits], view.getFloat16(2 * bits, true));
  }
});

Deno.test("numbers keep eleven bits", () => {
  const values = Array.from({ length: 500 }, (_, k) => Math.sin(k) * 1.1 ** k)
    .filter((value) => Math.abs(value) < 60_000 && Math.abs(value) > 1e-4);
  const read = decodeHalfFloats(encodeHalfFloats(values));
  values.forEach((value, k) => {
    assert(Math.abs(read[k] - value) <= 2 ** -11 * Math.abs(value));
  });
});
