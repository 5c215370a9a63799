import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { FileError } from "../../../lib/files/errors.ts";
import {
  encodeIdx,
  MAXIMUM_COUNT,
  parseIdx,
} from "../../../lib/data/idx/format.ts";

const IMAGES = [undefined, 2, 3] as const;

function sample(): Uint8Array<ArrayBuffer> {
  return encodeIdx([4, 2, 3], Uint8Array.from({ length: 24 }, (_, i) => i));
}

Deno.test("encodeIdx() writes magic number, dimensions and elements", () => {
  assertEquals(
    [...encodeIdx([2, 3], Uint8Array.of(1, 2, 3, 4, 5, 255))],
    [0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 255],
  );
});

Deno.test("parseIdx() reads what encodeIdx() wrote", () => {
  const sides = fc.array(fc.integer({ min: 1, max: 6 }), {
    minLength: 1,
    maxLength: 4,
  });
  fc.assert(fc.property(sides, fc.nat(255), (dimensions, fill) => {
    const size = dimensions.reduce((a, b) => a * b, 1);
    const data = Uint8Array.from({ length: size }, (_, i) => fill ^ i);
    const shape = [undefined, ...dimensions.slice(1)];
    const array = parseIdx(encodeIdx(dimensions, data), shape, "x");
    assertEquals(array.dimensions, dimensions);
    assertEquals([...array.data], [...data]);
  }));
});

Deno.test("parseIdx() refuses a file in which any byte of the header is wrong", () => {
  const headerByte = fc.integer({ min: 0, max: 15 });
  const flip = fc.integer({ min: 1, max: 255 });
  fc.assert(fc.property(headerByte, flip, (at, bits) => {
    const bytes = sample();
    bytes[at] ^= bits;
    assertThrows(() => parseIdx(bytes, IMAGES, "x"), FileError);
  }));
});

Deno.test("parseIdx() says which field is wrong, and how", () => {
  const cases: [offset: number, value: number, message: string][] = [
    [2, 0x0d, "magic number must be 0x00000803: current value is 0x00000d03"],
    [3, 1, "magic number must be 0x00000803: current value is 0x00000801"],
    [7, 0, "dimension 1 must be from 1 to 1000000: current value is 0"],
    [4, 0xff, "dimension 1 must be from 1 to 1000000: current value is 42781"],
    [11, 9, "dimension 2 must be 2: current value is 9"],
    [15, 9, "dimension 3 must be 3: current value is 9"],
    [7, 5, "it must have 46 bytes, as its header says: current value is 40"],
  ];
  for (const [offset, value, message] of cases) {
    const bytes = sample();
    bytes[offset] = value;
    assertThrows(
      () => parseIdx(bytes, IMAGES, "x"),
      FileError,
      `Cannot read IDX file "x": ${message}`,
    );
  }
});

Deno.test("parseIdx() refuses a file of another length than its header says", () => {
  const bytes = sample();
  for (let length = 0; length < bytes.length; length++) {
    const cut = bytes.slice(0, length);
    assertThrows(() => parseIdx(cut, IMAGES, "x"), FileError, "bytes");
  }
  const longer = new Uint8Array(bytes.length + 1);
  longer.set(bytes);
  assertThrows(
    () => parseIdx(longer, IMAGES, "x"),
    FileError,
    "it must have 40 bytes, as its header says: current value is 41",
  );
});

Deno.test("parseIdx() refuses more than the largest count", () => {
  const bytes = encodeIdx([1], Uint8Array.of(0));
  new DataView(bytes.buffer).setUint32(4, MAXIMUM_COUNT + 1);
  assertThrows(() => parseIdx(bytes, [undefined], "x"), FileError, "1000001");
});

Deno.test("encodeIdx() refuses a shape that does not fit", () => {
  const one = Uint8Array.of(1);
  assertThrows(() => encodeIdx([2], one), RangeError, "needs 2 bytes");
  assertThrows(() => encodeIdx([], one), RangeError, "from 1 to 255");
  assertThrows(() => encodeIdx([1.5], one), RangeError, "whole number");
  assertThrows(() => encodeIdx([-1], one), RangeError, "whole number");
});
