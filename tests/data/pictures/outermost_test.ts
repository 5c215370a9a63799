import { assertEquals } from "@std/assert";
import { isOutermost } from "../../../lib/data/pictures/outermost.ts";

Deno.test("isOutermost() tells the pixels at the edge", () => {
  const edge = (rows: number, columns: number) =>
    Array.from({ length: rows * columns }, (_, at) => at)
      .filter((at) => isOutermost(at, rows, columns));
  assertEquals(edge(3, 4), [0, 1, 2, 3, 4, 7, 8, 9, 10, 11]);
  assertEquals(edge(1, 3), [0, 1, 2]);
});
