import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import {
  encodeMessage,
  type Field,
  readMessage,
} from "../../../lib/tensorflow/ffi/protobuf.ts";

// The examples of https://protobuf.dev/programming-guides/encoding
Deno.test("encodeMessage() writes the documentation's examples", () => {
  assertEquals(encodeMessage([[1, 150]]), Uint8Array.of(0x08, 0x96, 0x01));
  assertEquals(
    encodeMessage([[2, "testing"]]),
    Uint8Array.of(0x12, 0x07, ...new TextEncoder().encode("testing")),
  );
  assertEquals(
    encodeMessage([[3, encodeMessage([[1, 150]])]]),
    Uint8Array.of(0x1a, 0x03, 0x08, 0x96, 0x01),
  );
});

Deno.test("encodeMessage() writes a negative number as ten bytes", () => {
  assertEquals(
    encodeMessage([[1, -2]]),
    Uint8Array.of(0x08, 0xfe, ...new Array(8).fill(0xff), 0x01),
  );
});

Deno.test("encodeMessage() writes a float as four bytes, little-endian", () => {
  assertEquals(
    encodeMessage([[2, { float32: -1.5 }]]),
    Uint8Array.of(0x15, 0x00, 0x00, 0xc0, 0xbf),
  );
});

Deno.test("encodeMessage() writes a double as eight bytes, little-endian", () => {
  assertEquals(
    encodeMessage([[2, { float64: -1.5 }]]),
    Uint8Array.of(0x11, 0, 0, 0, 0, 0, 0, 0xf8, 0xbf),
  );
});

Deno.test("encodeMessage() encodes field numbers of more than four bits", () => {
  assertEquals(encodeMessage([[16, 1]]), Uint8Array.of(0x80, 0x01, 0x01));
});

Deno.test("readMessage() reads what encodeMessage() wrote", () => {
  const number = fc.integer({ min: 1, max: 2 ** 20 });
  const field = fc.oneof(
    fc.tuple(number, fc.maxSafeNat()),
    fc.tuple(number, fc.uint8Array({ maxLength: 300 })),
  );
  fc.assert(
    fc.property(fc.array(field), (fields) => {
      const read = Array.from(
        readMessage(encodeMessage(fields)),
        ({ number, value }): Field => [
          number,
          typeof value === "bigint" ? Number(value) : Uint8Array.from(value),
        ],
      );
      assertEquals(read, fields);
    }),
  );
});

Deno.test("readMessage() reads fixed numbers of 32 and 64 bits", () => {
  const bytes = Uint8Array.of(
    ...[0x0d, 1, 0, 0, 0x80], // field 1, 32 bits
    ...[0x11, 2, 0, 0, 0, 0, 0, 0, 0], // field 2, 64 bits
  );
  assertEquals(Array.from(readMessage(bytes)), [
    { number: 1, value: 0x80000001n },
    { number: 2, value: 2n },
  ]);
});

Deno.test("readMessage() reads bytes that begin within their buffer", () => {
  const bytes = Uint8Array.of(9, 9, 0x0d, 1, 0, 0, 0).subarray(2);
  assertEquals(Array.from(readMessage(bytes)), [{ number: 1, value: 1n }]);
});

Deno.test("readMessage() refuses bytes that end within a field", () => {
  const whole = encodeMessage([[1, 300], [2, "text"]]);
  const boundary = encodeMessage([[1, 300]]).length;
  for (let length = 1; length < whole.length; length++) {
    if (length === boundary) continue;
    const read = () => [...readMessage(whole.subarray(0, length))];
    assertThrows(read, RangeError);
  }
});

Deno.test("readMessage() refuses groups", () => {
  assertThrows(
    () => [...readMessage(Uint8Array.of(0x0b))],
    RangeError,
    "wire type must be 0, 1, 2 or 5: current value is 3",
  );
});

Deno.test("readMessage() ends on any bytes, with fields or a RangeError", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      try {
        for (const { number } of readMessage(bytes)) {
          assertEquals(typeof number, "number");
        }
      } catch (error) {
        assertEquals((error as Error).name, "RangeError");
      }
    }),
  );
});
