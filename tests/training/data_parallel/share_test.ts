import { assertEquals } from "@std/assert";
import { ownImages } from "../../../lib/training/data_parallel/share.ts";

const sharesOf = (count: number, size: number) => {
  const indices = Int32Array.from({ length: count }, (_, index) => index);
  return Array.from({ length: size }, (_, rank) => {
    const own = ownImages(indices, { rank, size });
    return [[...own.indices], own.count];
  });
};

Deno.test("ownImages() shares a batch out evenly and in order", () => {
  assertEquals(sharesOf(4, 1), [[[0, 1, 2, 3], 4]]);
  assertEquals(sharesOf(5, 2), [[[0, 1], 2], [[2, 3, 4], 3]]);
  assertEquals(sharesOf(6, 3), [[[0, 1], 2], [[2, 3], 2], [[4, 5], 2]]);
});

Deno.test("ownImages() gives a task that gets none an image that doesn't count", () => {
  assertEquals(sharesOf(1, 2), [[[0], 0], [[0], 1]]);
});
