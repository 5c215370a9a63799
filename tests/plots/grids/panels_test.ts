import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { panelsOf } from "../../../lib/plots/grids/panels.ts";

Deno.test("panelsOf() cuts an array into pictures", () => {
  const panels = panelsOf([1, 2, 3, 4], { rows: 1, columns: 2 }, ["first"]);
  assertEquals(panels.map(({ pixels }) => Array.from(pixels)), [[1, 2], [
    3,
    4,
  ]]);
  assertEquals(panels.map(({ caption }) => caption), ["first", undefined]);
});

Deno.test("panelsOf() rejects an incomplete picture", () => {
  const cut = () => panelsOf([1, 2, 3], { rows: 1, columns: 2 });
  assertStringIncludes(
    assertThrows(cut, RangeError).message,
    "multiple of 1 × 2: current value is 3",
  );
});
