import { assertEquals } from "@std/assert";
import { readBytes } from "../../../lib/tensorflow/ffi/memory.ts";
import { withPointers } from "../../../lib/tensorflow/ffi/pointers.ts";
import { binding } from "../../support/tensorflow.ts";

const { library } = binding.runtime;

Deno.test("withPointers() copies each part to an aligned address", () => {
  const parts = [[1, 2, 3], [], [4, 5, 6, 7, 8, 9, 10, 11, 12]].map((bytes) =>
    Uint8Array.from(bytes)
  );
  withPointers(library, parts, (pointers) => {
    assertEquals(pointers.length, 3);
    pointers.forEach((address, index) => {
      assertEquals(address % 8n, 0n);
      assertEquals(
        readBytes(library, address, parts[index].length),
        parts[index],
      );
    });
  });
});

Deno.test("withPointers() accepts an empty list", () => {
  let called = 0;
  withPointers(library, [], (pointers) => called += 1 + pointers.length);
  assertEquals(called, 1);
});
